import type { Api } from './start-api.ts'

export interface Operation {
  /** Its `operationId`. */
  id: string
  method: string
  /** The template with every parameter filled in. */
  path: string
  /** Path template of the document. */
  template: string
  tag: string
}

interface Document {
  paths: Record<string, Record<string, { operationId: string; tags: string[] }>>
}

/** Every operation in the server's own OpenAPI document, so that new ones are tested automatically. */
export async function listOperations(api: Pick<Api, 'get'>): Promise<Operation[]> {
  const { paths } = (await api.get('/openapi.json')).json as Document
  return Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { operationId, tags }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path: template.replaceAll(/\{[^}]+\}/g, '0123456789abcdef'),
      template,
      tag: tags[0] ?? '',
    })),
  )
}
