import { Type } from 'typebox'
import { responses } from '../openapi/responses.ts'
import { buildDocument, type KnownRoute, type OpenApiDocument } from '../openapi/build-document.ts'
import type { TypedApp } from './log/log-routes.ts'

/** Registers `/openapi.json` and `/openapi.yaml`: the same document, public. */
export function registerOpenApi(app: TypedApp, routes: readonly KnownRoute[]): void {
  let document: Promise<OpenApiDocument> | undefined

  /** Builds the document once; retries after a failure. */
  function read(): Promise<OpenApiDocument> {
    document ??= buildDocument(routes).catch((error: unknown) => {
      document = undefined
      throw error
    })
    return document
  }
  app.get(
    '/openapi.json',
    {
      schema: {
        operationId: 'getOpenAPISpec',
        summary: 'OpenAPI specification (JSON)',
        response: responses({ 200: Type.Object({}) }, 'internal'),
      },
    },
    async (_request, reply) => reply.type('application/json; charset=utf-8').send((await read()).json),
  )
  app.get(
    '/openapi.yaml',
    {
      schema: {
        operationId: 'getOpenAPISpecYAML',
        summary: 'OpenAPI specification (YAML)',
        response: responses(
          { 200: { media: ['application/x-yaml'], description: 'The document as YAML' } },
          'internal',
        ),
      },
    },
    async (_request, reply) => reply.type('application/x-yaml').send((await read()).yaml),
  )
}
