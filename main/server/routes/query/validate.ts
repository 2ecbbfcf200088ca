import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { AppError } from '../../../../shared/errors.ts'
import { findIssues } from '../../../../shared/find-issues.ts'
import { type QuerySchema, readQuery } from './read-query.ts'

/** Maximum number of issues per body. */
const MAX_ISSUES = 5

/**
 * Validates by the routes' schemas: queries leniently (see `readQuery`), bodies strictly and with readable issues.
 * Fastify's own compiler would be loaded, and compile every schema, at each start.
 */
export const validate: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart === 'body') return (body: unknown) => checkBody(schema, body)
  if (httpPart !== 'querystring') return () => true
  return (query: Record<string, unknown>) => {
    try {
      return { value: readQuery(schema as unknown as QuerySchema, query) }
    } catch (error) {
      return { error: error as Error }
    }
  }
}

/** Issues name the fields but not their values: one may be a key. */
function checkBody(schema: TSchema, body: unknown): true | { error: Error } {
  if (Check(schema, body)) return true
  return { error: new AppError('bad_body', { issues: findIssues(schema, body).slice(0, MAX_ISSUES) }) }
}
