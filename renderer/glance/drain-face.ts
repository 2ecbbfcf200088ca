import type { DrainAsk } from './next-drain.ts'
import type { View } from './to-view.ts'

/** What the foot of the window shows. */
export type DrainFace =
  | { face: 'ready'; sending: boolean; failure: string | undefined }
  /** There is no server to drain. */
  | { face: 'unavailable' }
  | { face: 'asking'; inFlight: number }
  | {
      face: 'draining'
      left: number
      cancellable: boolean
      sending: boolean
      deadlineAt: number | undefined
      failure: string | undefined
    }
  | { face: 'drained'; cancellable: boolean; sending: boolean; failure: string | undefined }

/** Joins what the server says with what the user was asked. A drain that has begun elsewhere closes the question. */
export function drainFace(view: View, ask: DrainAsk): DrainFace {
  const sending = ask.step === 'sending'
  const failure = ask.step === 'failed' ? ask.reason : undefined
  switch (view.situation.kind) {
    case 'draining':
    case 'drained': {
      const { drain, kind } = view.situation
      const common = { cancellable: drain?.cancellable ?? true, sending, failure }
      if (kind === 'drained') return { face: 'drained', ...common }
      const deadline = drain?.deadline_at === undefined ? undefined : Date.parse(drain.deadline_at)
      return { face: 'draining', left: view.inFlight, deadlineAt: deadline, ...common }
    }
    case 'first-run':
    case 'idle':
    case 'active':
    case 'degraded':
    case 'unhealthy':
      if (ask.step === 'asking') return { face: 'asking', inFlight: view.inFlight }
      return { face: 'ready', sending, failure }
    case 'loading':
    case 'starting':
    case 'unreachable':
    case 'port-busy':
    case 'failed':
    case 'stopped':
      return { face: 'unavailable' }
  }
}
