import type { Api } from './start-api.ts'

export interface Operation {
  /** Its `operationId`. */
  id: string
  method: string
  /** With something in the place of every parameter. */
  path: string
  /** As the document has it. */
  template: string
  tag: string
}

interface Document {
  paths: Record<string, Record<string, { operationId: string; tags: string[] }>>
}

/** Every operation that the server's own document names, so that a new one is tested without a word. */
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
