import { createStore } from '../../main/storage/client/create-store.ts'

const DAY = 86_400_000
const MODELS = [
  'claude-opus-4-5-20251101',
  'claude-sonnet-4-5-20250929',
  'claude-haiku-4-5-20251001',
] as const

interface Seed {
  /** Data folder of the server that will read the log. */
  folder: string
  count: number
  /** Spreads the requests evenly over this many days before `now`, in ms since 1970. */
  days: number
  now: number
}

/** Fills the log of a server before it starts, through the real store: past requests cannot be sent over HTTP. */
export async function seedLog({ folder, count, days, now }: Seed): Promise<void> {
  const store = createStore({ folder, capture: 'metadata', retention: { maxDays: 0, maxBytes: 0 } })
  for (let index = 0; index < count; index++) {
    const requestId = `5eed${index.toString(16).padStart(12, '0')}`
    const startedAt = Math.floor(now - ((count - index) * days * DAY) / count)
    const session = `${(index >> 5).toString(16).padStart(8, '0')}-5eed-4000-8000-000000000000`
    const headers = ['content-type', 'application/json', 'x-claude-code-session-id', session]
    store.open({ requestId, startedAt, method: 'POST', target: '/v1/messages', headers })
    store.finish(requestId, toEnd(index))
    // The queue is bounded: rows that arrive faster than the disk would be dropped.
    if (index % 5_000 === 4_999) await store.flush()
  }
  await store.flush()
  await store.close()
}

function toEnd(index: number) {
  const common = {
    model: MODELS[(index * 7) % 10 < 6 ? 0 : index % 3] ?? MODELS[0],
    provider: 'anthropic',
    isStreaming: true,
    durationMs: 800 + ((index * 7_919) % 30_000),
    ttfbMs: 300 + ((index * 131) % 2_000),
    endedBy: 'upstream',
    phase: 'done',
  } as const
  if (index % 41 === 40) return { ...common, status: 529, errorType: 'overloaded_error' }
  return {
    ...common,
    status: 200,
    stopReason: index % 3 === 0 ? 'end_turn' : 'tool_use',
    responseHeaders: ['anthropic-organization-id', index % 4 === 0 ? 'org-work' : 'org-ada'],
    usage: {
      input_tokens: 5 + (index % 40),
      output_tokens: 50 + ((index * 97) % 1_500),
      cache_read_input_tokens: 20_000 + ((index * 631) % 60_000),
      cache_creation_input_tokens: (index * 17) % 4_000,
    },
  }
}
