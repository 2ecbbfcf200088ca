import type { DrainAsk } from './next-drain.ts'
import type { View } from './to-view.ts'

/** State of the drain control. Times in ms since the epoch. */
export type DrainButtonState =
  | { face: 'ready'; sending: boolean; failure: string | undefined }
  /** No server is running. */
  | { face: 'unavailable' }
  | {
      face: 'asking'
      by: 'press' | 'key'
      wish: 'drain'
      inFlight: number
      resumeAfterMs: number | undefined
    }
  | { face: 'asking'; by: 'press' | 'key'; wish: 'resume' }
  | {
      face: 'draining' | 'drained'
      left: number
      cancellable: boolean
      sending: boolean
      /** True if the drain was started here recently. */
      undoable: boolean
      deadlineAt: number | undefined
      resumesAt: number | undefined
      failure: string | undefined
    }

/** Combines the server's state with the open question. A drain started elsewhere closes the question. */
export function drainButtonState(view: View, ask: DrainAsk, now: number): DrainButtonState {
  const sending = ask.step === 'sending'
  const failure = ask.step === 'failed' ? ask.reason : undefined
  const { drain, inFlight } = view
  if (view.link !== 'up') return { face: 'unavailable' }
  if (!drain) {
    if (ask.step === 'asking' && ask.wish === 'drain')
      return { face: 'asking', by: ask.by, wish: 'drain', inFlight, resumeAfterMs: ask.resumeAfterMs }
    return { face: 'ready', sending, failure }
  }
  if (ask.step === 'asking' && ask.wish === 'resume' && drain.cancellable)
    return { face: 'asking', by: ask.by, wish: 'resume' }
  return {
    ...drain,
    face: inFlight > 0 ? 'draining' : 'drained',
    left: inFlight,
    sending,
    undoable: ask.step === 'begun' && now < ask.undoUntil,
    failure,
  }
}
