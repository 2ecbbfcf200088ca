import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { AppError } from '../../../../shared/errors.ts'
import { coded } from '../../../../shared/language/say.ts'
import type { ExportContext } from '../../../export/export-format.ts'
import { ExportFormatName } from '../../../export/export-protocol.ts'
import { exportList, exportOne } from '../../../export/run-export.ts'
import type { Export, ExportThread } from '../../../export/create-export-thread.ts'
import type { Logger } from '../../../logging/logger.ts'
import { responses, LOG_FAILURES } from '../../openapi/responses.ts'
import type { PriceSource } from '../costs.ts'
import { badQuery } from '../query/read-query.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'
import { checkId, IdParam, noStore, type TypedApp } from './log-routes.ts'
import { SummaryQuery, toFilter } from './summary-query.ts'

/** Exports at the same time; they share one thread. */
const MAX_EXPORTS = 4

/** An export whose reader has taken nothing for this long ends when another one needs its place. In ms. */
const STALLED_MS = 5_000

const TYPES: Record<ExportFormatName, string> = {
  json: 'application/json; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  har: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  curl: 'text/plain; charset=utf-8',
}
const ENDINGS: Record<ExportFormatName, string> = {
  json: 'json',
  jsonl: 'jsonl',
  csv: 'csv',
  har: 'har',
  html: 'html',
  curl: 'sh',
}

const redact = Type.Boolean({
  default: true,
  description: 'Redact secrets and personal names. 0 exports the data as stored.',
})

const ListQuery = Type.Object({
  ...SummaryQuery.properties,
  format: ExportFormatName,
  redact,
  bodies: Type.Optional(
    Type.Boolean({
      description: 'Include headers and bodies. On by default for HAR only. CSV never includes them.',
    }),
  ),
  limit: Type.Integer({
    minimum: 0,
    default: 0,
    description: 'Maximum number of requests, newest first. 0 means all.',
  }),
})

const OneQuery = Type.Object({ format: ExportFormatName, redact })

const FILE = {
  media: ['application/jsonl', 'text/csv', 'application/json', 'text/html', 'text/plain'],
  description: 'The file, streamed.',
}

export interface ExportDeps {
  log: RequestLogSource
  /** Prices for the cost of each request. */
  prices: Pick<PriceSource, 'read'>
  logger: Logger
  exports: ExportThread
  version: () => string
  baseUrl: () => string
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/** Registers the export of requests, redacted by default. */
export function registerExport(app: TypedApp, deps: ExportDeps): void {
  const running = new Set<RunningExport>()

  function context(redacted: boolean): ExportContext {
    const exportedAt = new Date(deps.now()).toISOString()
    return { baseUrl: deps.baseUrl(), version: deps.version(), exportedAt, redacted }
  }
  async function* inThread(
    order: { format: ExportFormatName; redact: boolean; reply: FastifyReply },
    write: (file: Export) => AsyncGenerator<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    if (running.size >= MAX_EXPORTS && !endStalled(running)) throw new AppError('too_many_exports')
    const own: RunningExport = { readAt: performance.now(), end: () => order.reply.raw.destroy() }
    running.add(own)
    const file = deps.exports.begin({ format: order.format, context: context(order.redact) })
    try {
      for await (const piece of write(file)) {
        yield piece
        own.readAt = performance.now()
      }
    } catch (error) {
      // Once the file has begun, the client only sees that it ends early.
      deps.logger.warn({ err: error, format: order.format }, 'export aborted')
      throw error
    } finally {
      running.delete(own)
      file.end()
    }
  }

  app.get(
    '/api/requests/export',
    {
      // A HEAD request would produce the whole file for nothing.
      exposeHeadRoute: false,
      schema: {
        operationId: 'exportRequests',
        summary: 'Export logged requests',
        querystring: ListQuery,
        response: responses({ 200: FILE }, 'bad_query', 'too_many_exports', ...LOG_FAILURES),
      },
    },
    ({ query: { format, redact: isRedacted, bodies, limit, ...rest } }, reply) => {
      if (format === 'curl' || format === 'json')
        throw badQuery('format', coded('invalid.format_of_one', { format, id: '{id}' }))
      const isDetailed = format !== 'csv' && (bodies ?? format === 'har')
      const filter = toFilter(rest)
      const pieces = inThread({ format, redact: isRedacted, reply }, (file) =>
        exportList({ log: deps.log, file }, { filter, limit, isDetailed, prices: deps.prices.read() }),
      )
      return sendFile(reply, pieces, { format, name: 'signalbox-requests' })
    },
  )
  app.get(
    '/api/requests/:id/export',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'exportRequest',
        summary: 'Export one request with its stored headers and bodies',
        params: IdParam,
        querystring: OneQuery,
        response: responses({ 200: FILE }, 'bad_query', 'not_found', 'too_many_exports', ...LOG_FAILURES),
      },
    },
    async ({ params, query: { format, redact: isRedacted } }, reply) => {
      const id = checkId(params.id)
      const json = await deps.log.json('request', { id, prices: deps.prices.read() })
      if (json === undefined) throw new AppError('not_found')
      const body = format === 'curl' ? await deps.log.json('body', { id, side: 'request' }) : undefined
      const pieces = inThread({ format, redact: isRedacted, reply }, (file) =>
        exportOne({ log: deps.log, file }, { json, body }),
      )
      return sendFile(reply, pieces, { format, name: `signalbox-${id}` })
    },
  )
}

interface RunningExport {
  /** Time of the last piece that the reader took, in ms of `performance.now()`. */
  readAt: number
  end: () => void
}

/**
 * Ends the export that has waited longest for its reader, if it waits too long: readers that stop reading, or take a
 * byte now and then, must not keep all others out. True if there was one.
 */
function endStalled(running: Set<RunningExport>): boolean {
  const [oldest] = [...running].toSorted((a, b) => a.readAt - b.readAt)
  if (oldest === undefined || performance.now() - oldest.readAt < STALLED_MS) return false
  running.delete(oldest)
  oldest.end()
  return true
}

/** Always a download: models wrote its content, which must not become a page of our origin. */
async function sendFile(
  reply: FastifyReply,
  pieces: AsyncGenerator<Uint8Array>,
  { format, name }: { format: ExportFormatName; name: string },
): Promise<FastifyReply> {
  // Reads the first piece before the headers, so that an unreadable log still gets its own status.
  const first = await pieces.next()
  const file = name.replaceAll(/[^\w-]/g, '_')
  return noStore(reply)
    .headers({
      'content-disposition': `attachment; filename="${file}.${ENDINGS[format]}"`,
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    })
    .type(TYPES[format])
    .send(Readable.from(chain(first, pieces), { objectMode: false }))
}

async function* chain(
  first: IteratorResult<Uint8Array, void>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done !== true) yield first.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
