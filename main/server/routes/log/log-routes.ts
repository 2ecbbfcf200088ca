import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Type } from 'typebox'
import { AppError } from '../../../../shared/errors.ts'
import { RequestFilter } from '../../../../shared/request-filter.ts'

/** Fastify with types derived from the routes' schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Parameters shared by several routes. */
export const PARAMS = {
  model: Type.String({ default: 'all', description: 'Part of a model name, case-insensitive, or "all".' }),
  org: Type.Optional(Type.String({ description: 'Organization ID. Defaults to all.' })),
  tz: Type.Optional(Type.String({ description: 'IANA time zone for local days. Defaults to the server’s.' })),
  start: RequestFilter.properties.start,
  end: RequestFilter.properties.end,
} as const

/** The range as required parameters. */
export const REQUIRED_RANGE = {
  start: Type.String({ format: 'date-time', description: 'Start of the range: ISO 8601 in UTC, or a date.' }),
  end: Type.String({
    format: 'date-time',
    description: 'End of the range, inclusive: ISO 8601 in UTC, or a date.',
  }),
} as const

export const IdParam = Type.Object({
  id: Type.String({ description: 'Request ID, or at least its last four characters.' }),
})

/**
 * Sends a result of the request log unchanged: the database's thread has already made it JSON.
 *
 * @throws AppError `not_found` if there is none
 */
export async function sendJson(
  reply: FastifyReply,
  asked: Promise<Uint8Array<ArrayBuffer> | undefined>,
): Promise<FastifyReply> {
  const json = await asked
  if (json === undefined) throw new AppError('not_found')
  return noStore(reply).type('application/json; charset=utf-8').send(asBuffer(json))
}

/** Aborts when the client disconnects, so that an abandoned search doesn't delay others. */
export function whileWanted(reply: FastifyReply): AbortSignal {
  const wanted = new AbortController()
  reply.raw.once('close', () => wanted.abort())
  return wanted.signal
}

/** Avoids a copy, because results may be hundreds of megabytes. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** Keeps private request data out of every cache. */
export function noStore(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store')
}

/** Checks for the format of an id. Other texts aren't queried: PostgreSQL would refuse some of them. */
export function checkId(id: string): string {
  if (/^[\x21-\x7e]{1,128}$/.test(id)) return id
  throw new AppError('not_found')
}
