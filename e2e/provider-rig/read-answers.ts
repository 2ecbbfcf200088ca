import type { ParsedRequest } from '../fake-upstream/create-request-parser.ts'
import type { Tap } from '../fake-upstream/start-tap.ts'
import { header, readMessage } from '../relay-rig/read-message.ts'

/** What a client asked, and what it was given. */
export interface TappedAnswer {
  request: ParsedRequest
  status: number
  contentType: string
  body: string
}

/** The exchanges of a tap in order. Throws where an answer is not whole. */
export function readAnswers({ connections }: Pick<Tap, 'connections'>): TappedAnswer[] {
  return connections.flatMap(({ requests, received }) => {
    let rest = received()
    return requests.map((request) => {
      const answer = readMessage(rest, { head: request.method === 'HEAD' })
      if (!answer.complete) throw new Error(`${request.method} ${request.url} has no whole answer`)
      rest = answer.rest
      return {
        request,
        status: Number(answer.start.split(' ')[1]),
        contentType: header(answer.headers, 'content-type') ?? '',
        body: answer.body.toString(),
      }
    })
  })
}
