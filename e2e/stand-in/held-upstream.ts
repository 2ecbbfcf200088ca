import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const START = `event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}\n\n`
const STOP = `event: message_stop\ndata: {"type":"message_stop"}\n\n`

/** An upstream whose responses start at once and end when the spec decides. */
export interface HeldUpstream {
  url: string
  /** Number of responses in progress. */
  open: () => number
  /** Ends all open responses with `message_stop`. */
  finish: () => void
  close: () => void
}

/** Starts an upstream on 127.0.0.1, on any free port. */
export async function startHeldUpstream(): Promise<HeldUpstream> {
  const open = new Set<ServerResponse>()
  const server = createServer((req, res) => {
    req.resume()
    res.once('close', () => open.delete(res))
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(START)
    open.add(res)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => open.size,
    finish: () => open.forEach((res) => res.end(STOP)),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Sends a streaming message through the proxy; resolves with the complete response. */
export async function streamMessage(baseUrl: string): Promise<string> {
  const response = await fetch(`${baseUrl}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'test', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'claude-test',
      max_tokens: 8,
      stream: true,
      messages: [{ role: 'user', content: 'Hi' }],
    }),
  })
  return response.text()
}
