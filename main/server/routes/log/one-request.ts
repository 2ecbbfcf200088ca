import { Type } from 'typebox'
import { AppError } from '../../../../shared/errors.ts'
import { Explanation } from '../../../../shared/explanation.ts'
import { RequestDetail } from '../../../../shared/request-log.ts'
import { responses, LOG_FAILURES } from '../../openapi/responses.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'
import type { PriceSource } from '../costs.ts'
import { type OpenRequestDeps, readOpenBody, readOpenRequest } from './read-open-request.ts'
import { asBuffer, checkId, IdParam, noStore, sendJson, type TypedApp } from './log-routes.ts'

const BodyQuery = Type.Object({
  side: Type.Union([Type.Literal('request'), Type.Literal('response')], { default: 'response' }),
})

interface OneRequestDeps extends OpenRequestDeps {
  log: RequestLogSource
  prices: Pick<PriceSource, 'read'>
}

/** Registers a single request and its bodies. After the lists, whose names would match as ids. */
export function registerOneRequest(app: TypedApp, deps: OneRequestDeps): void {
  const { log, prices } = deps

  app.get(
    '/api/requests/:id',
    {
      schema: {
        operationId: 'getRequestByID',
        summary: 'Get one request with its stored headers and bodies',
        params: IdParam,
        response: responses({ 200: RequestDetail }, 'not_found', ...LOG_FAILURES),
      },
    },
    async ({ params }, reply) => {
      const id = checkId(params.id)
      const open = await readOpenRequest(deps, id)
      if (open === undefined) return sendJson(reply, log.json('request', { id, prices: prices.read() }))
      return open instanceof Uint8Array ? sendJson(reply, Promise.resolve(open)) : noStore(reply).send(open)
    },
  )
  app.get(
    '/api/requests/:id/explanation',
    {
      schema: {
        operationId: 'getRequestExplanation',
        summary: 'Explain a request: cache miss, context and time',
        params: IdParam,
        response: responses({ 200: Explanation }, 'not_found', ...LOG_FAILURES),
      },
    },
    ({ params }, reply) => {
      const { prices: table, webSearches } = prices.read()
      const costs = { prices: table, ...(webSearches !== undefined && { webSearches }) }
      return sendJson(reply, log.json('explanation', { id: checkId(params.id), prices: costs }))
    },
  )
  app.get(
    '/api/requests/:id/body',
    {
      schema: {
        operationId: 'getRequestBody',
        summary: 'Get the bytes of a body, in its original content encoding',
        params: IdParam,
        querystring: BodyQuery,
        response: responses(
          { 200: { media: ['application/octet-stream'], description: 'The body' } },
          'not_found',
          'bad_query',
          ...LOG_FAILURES,
        ),
      },
    },
    async ({ params, query: { side } }, reply) => {
      const id = checkId(params.id)
      const open = side === 'request' ? readOpenBody(deps, id) : undefined
      const bytes = open ?? toBuffer(await log.json('body', { id, side }))
      if (bytes === undefined) throw new AppError('not_found')
      // Models wrote the content, which must not become a page of our origin.
      return noStore(reply)
        .headers({ 'content-disposition': 'attachment', 'content-security-policy': 'sandbox' })
        .type('application/octet-stream')
        .send(bytes)
    },
  )
}

function toBuffer(bytes: Uint8Array<ArrayBuffer> | undefined): Buffer | undefined {
  return bytes && asBuffer(bytes)
}
