import type { DrainAsk } from './next-drain.ts'
import type { View } from './to-view.ts'

/** What the drain's corner of a window shows. Moments in ms since the epoch. */
export type DrainButtonState =
  | { face: 'ready'; sending: boolean; failure: string | undefined }
  /** There is no server to drain. */
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
      /** Whether it began here a moment ago. */
      undoable: boolean
      deadlineAt: number | undefined
      resumesAt: number | undefined
      failure: string | undefined
    }

/** Joins what the server says with what the user was asked. A drain that has begun elsewhere closes the question. */
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
