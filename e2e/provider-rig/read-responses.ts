import type { ParsedRequest } from '../fake-upstream/create-request-parser.ts'
import type { Tap } from '../fake-upstream/start-tap.ts'
import { header, readMessage } from '../relay-rig/read-message.ts'

/** A client's request and its response. */
export interface TappedResponse {
  request: ParsedRequest
  status: number
  contentType: string
  body: string
}

/** The exchanges of a tap in order. Throws if a response is incomplete. */
export function readResponses({ connections }: Pick<Tap, 'connections'>): TappedResponse[] {
  return connections.flatMap(({ requests, received }) => {
    let rest = received()
    return requests.map((request) => {
      const response = readMessage(rest, { head: request.method === 'HEAD' })
      if (!response.complete) throw new Error(`${request.method} ${request.url} has no whole answer`)
      rest = response.rest
      return {
        request,
        status: Number(response.start.split(' ')[1]),
        contentType: header(response.headers, 'content-type') ?? '',
        body: response.body.toString(),
      }
    })
  })
}
