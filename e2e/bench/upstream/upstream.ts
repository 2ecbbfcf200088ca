import { createServer, type Socket } from 'node:net'
import { buildResponse, decodePlan, PLAN_HEADER, type ModelResponse } from '../wire/response.ts'
import { readMessages } from '../wire/read-messages.ts'
import { requestBody } from '../wire/request-body.ts'
import { createSender, type Sender } from './create-sender.ts'
import { frameResponse, type FramedResponse } from './frame-response.ts'

/*
 * The benchmark's Anthropic: a separate process on raw sockets, so that neither Node's HTTP server nor another
 * process's garbage collection is part of the measurement. Prints one line when it listens. `GET /sent` responds with
 * the number of body bytes written to the kernel so far.
 */

/** Builds each plan's response once; the largest is 50 MB. */
function createResponses(): (plan: string) => FramedResponse {
  const built = new Map<string, FramedResponse>()
  return (plan) => {
    const known = built.get(plan)
    if (known !== undefined) return known
    const decoded = decodePlan(plan)
    const response: ModelResponse = buildResponse(decoded)
    const framed = frameResponse(response, decoded.pace)
    built.set(plan, framed)
    return framed
  }
}

/** Request bodies that the benchmark's clients may send, by length. */
function createBodies(): (size: number) => Buffer {
  const built = new Map<number, Buffer>()
  return (size) => {
    const body = built.get(size) ?? requestBody(size)
    built.set(size, body)
    return body
  }
}

interface Deps {
  sender: Sender
  answerFor: (plan: string) => FramedResponse
  bodyFor: (size: number) => Buffer
}

function serve(socket: Socket, deps: Deps): void {
  let head = ''
  /** Body bytes of the current request so far, all correct unless `wrong`. */
  let received = 0
  let wrong = false
  let expected: Buffer = Buffer.alloc(0)

  socket.setNoDelay(true)
  // A proxy may drop its connection at any time; only the effect on the client counts.
  socket.on('error', () => socket.destroy())
  const read = readMessages({
    onHead(text) {
      head = text
      received = 0
      const size = Number(header(text, 'content-length') ?? 0)
      wrong = false
      expected = text.startsWith('POST') ? deps.bodyFor(size) : Buffer.alloc(0)
    },
    onBody(chunk) {
      const end = received + chunk.length
      wrong ||= end > expected.length || expected.compare(chunk, 0, chunk.length, received, end) !== 0
      received = end
    },
    onEnd() {
      const plan = header(head, PLAN_HEADER)
      if (head.startsWith('GET /sent ')) replyText(socket, String(deps.sender.sent()))
      else if (plan === undefined || wrong || received !== expected.length) refuse(socket)
      else deps.sender.send(socket, deps.answerFor(plan))
    },
  })
  socket.on('data', read)
}

function header(head: string, name: string): string | undefined {
  return new RegExp(`\\r\\n${name}: *([^\\r]*)`, 'i').exec(head)?.[1]
}

function replyText(socket: Socket, text: string): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`)
}

/** The client reports the status as an error, so that a modified request is noticed. */
function refuse(socket: Socket): void {
  socket.write('HTTP/1.1 400 Not The Bytes That Were Sent\r\nContent-Length: 0\r\n\r\n')
}

const deps: Deps = { sender: createSender(), answerFor: createResponses(), bodyFor: createBodies() }
const server = createServer((socket) => serve(socket, deps))
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`Upstream listening on http://127.0.0.1:${address?.port}`)
})
