import { AppError } from '../../../shared/errors.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { inflateBody } from '../inflate-body.ts'
import type { Receiver, Sender } from './send.ts'

/** Anthropic's whole list has a few kilobytes. In bytes. */
const MAX_BYTES = 4 * 1024 * 1024

/** Claude Code gives up on the list after 3 s (https://code.claude.com/docs/en/llm-gateway-protocol). In ms. */
const MAX_WAIT_MS = 2_000

/**
 * Adds our models to the upstream's list. Without a list of the upstream, for whatever reason, ours are the list: an
 * upstream that can't be reached is no reason to hide models of other providers.
 *
 * @param join makes the list from the upstream's, which is undefined if there is none
 */
export function joinModels(sender: Sender, join: (upstream: unknown) => object): Sender {
  return (client) => {
    const pieces: Buffer[] = []
    let bytes = 0
    let head: { status: number; headers: RawHeaders } = { status: 0, headers: [] }
    let over = false

    function finish(upstream: unknown): void {
      if (over) return
      over = true
      clearTimeout(timer)
      const headers = upstream === undefined ? [] : withoutBody(head.headers)
      reply(client, { json: JSON.stringify(join(upstream)), headers })
    }
    function giveUp(): void {
      finish(undefined)
      sending.abort()
    }
    async function read(): Promise<void> {
      const coding = headerValue(head.headers, 'content-encoding') ?? 'identity'
      const body = await inflateBody(Buffer.concat(pieces), { coding, limit: MAX_BYTES })
      finish(head.status === 200 ? parseJson(body.toString()) : undefined)
    }
    const timer = setTimeout(giveUp, MAX_WAIT_MS)
    const sending = sender({
      onPhase(phase) {
        if (!over && phase !== 'body' && phase !== 'done') client.onPhase(phase)
      },
      onStart(status, _message, headers) {
        head = { status, headers }
      },
      onData(chunk) {
        bytes += chunk.length
        if (bytes > MAX_BYTES) giveUp()
        else pieces.push(chunk)
        return true
      },
      onEnd() {
        read().catch((error: unknown) => {
          if (error instanceof AppError) finish(undefined)
          else client.onFail(new AppError('internal', { cause: error }), 'reset')
        })
      },
      onFail: () => finish(undefined),
    })
    return {
      resume: sending.resume,
      abort() {
        over = true
        clearTimeout(timer)
        sending.abort()
      },
    }
  }
}

function reply(client: Receiver, { json, headers }: { json: string; headers: readonly string[] }): void {
  const body = Buffer.from(json)
  client.onPhase('body')
  client.onStart(200, 'OK', [
    ...headers,
    'content-type',
    'application/json',
    'content-length',
    String(body.length),
  ])
  client.onData(body)
  client.onPhase('done')
  client.onEnd()
}

/** Headers that describe the upstream's bytes. */
const OF_BODY = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'etag'])

function withoutBody(headers: RawHeaders): string[] {
  return headers.filter((_, i) => !OF_BODY.has((headers[i - (i % 2)] ?? '').toLowerCase()))
}
