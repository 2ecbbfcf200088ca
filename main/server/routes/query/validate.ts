import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { AppError } from '../../../../shared/errors.ts'
import { type QuerySchema, readQuery } from './read-query.ts'

/** Maximum number of issues per body. */
const MAX_ISSUES = 5

/**
 * Validates by the routes' schemas: queries leniently (see `readQuery`), bodies strictly and with readable issues.
 * Fastify's own compiler would be loaded, and compile every schema, at each start.
 */
export const validate: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart === 'body') return (body: unknown) => checkBody(schema, body) as Checked
  if (httpPart !== 'querystring') return () => true
  return (query: Record<string, unknown>) => {
    try {
      return { value: readQuery(schema as unknown as QuerySchema, query) }
    } catch (error) {
      return { error: error as Error }
    }
  }
}

/** Fastify's promises carry a brand for its own linter. */
type Checked = ReturnType<ReturnType<FastifySchemaCompiler<TSchema>>>

/** @throws AppError `bad_body` (rejects), which names the fields but not their values: one may be a key */
async function checkBody(schema: TSchema, body: unknown): Promise<true> {
  const { Check } = await import('typebox/value')
  if (Check(schema, body)) return true
  const { findIssues } = await import('../../../../shared/find-issues.ts')
  throw new AppError('bad_body', { issues: findIssues(schema, body).slice(0, MAX_ISSUES) })
}
