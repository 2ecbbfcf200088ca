import Schema from 'typebox/schema'
import type { ApiResponse } from './start-api.ts'

/** The subset of an OpenAPI 3.0 document needed to check responses. */
export interface OpenApi {
  openapi: string
  info: Record<string, unknown>
  servers: { url: string }[]
  tags: { name: string }[]
  security: object[]
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

export interface DocumentedOperation {
  operationId: string
  tags: string[]
  parameters?: { name: string; in: string; required: boolean; schema: { type: string; default?: unknown } }[]
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

/**
 * Violations of an operation's documented response; empty if it conforms. Strict: undocumented fields are violations,
 * too.
 */
export function checkResponse(
  document: OpenApi,
  operation: DocumentedOperation,
  received: ApiResponse,
): string[] {
  const response = operation.responses[received.status]
  if (response === undefined) return [`${received.status} is not documented`]
  if (response.content === undefined) return received.text === '' ? [] : ['has a body']
  const type = received.headers.get('content-type')?.split(';', 1)[0] ?? ''
  const media = response.content[type]
  if (media === undefined) return [`"${type}" is not one of ${Object.keys(response.content).join(', ')}`]
  if (!type.endsWith('json')) return []
  const { schemas } = document.components
  const root = { ...toJsonSchema(media.schema), components: { schemas: toJsonSchema(schemas) } }
  const [, errors] = Schema.Errors(root, received.json)
  return errors.map((error) => JSON.stringify(error))
}

/** OpenAPI 3.0 has its own syntax for null, and allows additional fields. */
function toJsonSchema(schema: unknown): object {
  return convert(schema) as object
}

function convert(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(convert)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, ...rest } = schema as Record<string, unknown>
  const converted = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, convert(value)]))
  const isClosed =
    converted['type'] === 'object' && hasFields(converted) && converted['additionalProperties'] === undefined
  const closed = isClosed ? { ...converted, additionalProperties: false } : converted
  return nullable === true ? { anyOf: [closed, { type: 'null' }] } : closed
}

function hasFields({ properties }: Record<string, unknown>): boolean {
  return typeof properties === 'object' && properties !== null && Object.keys(properties).length > 0
}
