import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Answer, Random } from './make-answers.ts'

export interface LedgerUpstream {
  url: string
  close: () => Promise<void>
}

/** Gives each request the answer whose number is in its `metadata`, compressed and cut into pieces at random bytes. */
export async function startUpstream(answers: readonly Answer[], random: Random): Promise<LedgerUpstream> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { metadata: { user_id: string } }
      const answer = answers[Number(body.metadata.user_id)]
      if (answer === undefined) res.writeHead(404).end()
      else send(answer, res, random).catch(() => res.destroy())
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

const CODINGS = [undefined, undefined, 'gzip', 'br', 'zstd'] as const
const ENCODE = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync } as const

async function send(answer: Answer, res: ServerResponse, random: Random): Promise<void> {
  const { streams, status, events, message } = answer
  const text = streams
    ? events.map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('')
    : JSON.stringify(message)
  const coding = CODINGS[Math.floor(random() * CODINGS.length)]
  const body = coding === undefined ? Buffer.from(text) : ENCODE[coding](text)
  res.writeHead(status, {
    'content-type': streams ? 'text/event-stream; charset=utf-8' : 'application/json',
    ...(coding !== undefined && { 'content-encoding': coding }),
    ...(!streams && { 'content-length': body.length }),
  })
  for (let at = 0; at < body.length;) {
    const end = at + 1 + Math.floor(random() * 700)
    if (!res.write(body.subarray(at, end))) await once(res, 'drain')
    at = end
    if (random() < 0.2) await new Promise(setImmediate)
  }
  res.end()
}
