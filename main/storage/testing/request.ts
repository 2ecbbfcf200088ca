import type { EndedRequest, StartedRequest } from '../../../shared/request-stages.ts'
import type { Store } from '../client/store.ts'

/** A Claude Code request as passed by the proxy. */
export function openedRequest(requestId: string, changes: Partial<StartedRequest> = {}): StartedRequest {
  return {
    requestId,
    startedAt: Date.now(),
    method: 'POST',
    target: '/v1/messages?beta=true',
    headers: ['content-type', 'application/json', 'user-agent', 'claude-cli/2.1.328 (external, cli)'],
    ...changes,
  }
}

export function endedRequest(changes: Partial<EndedRequest> = {}): EndedRequest {
  return {
    endedBy: 'upstream',
    phase: 'done',
    durationMs: 1200,
    ttfbMs: 300,
    status: 200,
    model: 'claude-sonnet',
    isStreaming: true,
    usage: { input_tokens: 10, output_tokens: 20 },
    stopReason: 'end_turn',
    responseHeaders: ['content-type', 'application/json'],
    ...changes,
  }
}

/** Logs complete requests. */
export function record(store: Store, ids: readonly string[], changes: Partial<EndedRequest> = {}): void {
  for (const id of ids) {
    store.open(openedRequest(id))
    store.finish(id, endedRequest(changes))
  }
}

/** Resolves when the condition holds; checks at every change and twice a second. */
export async function until(store: Store, holds: () => boolean): Promise<void> {
  if (holds()) return
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!holds()) return
      stop()
      clearInterval(timer)
      resolve()
    }
    const stop = store.onChange(look)
    const timer = setInterval(look, 100)
  })
}
