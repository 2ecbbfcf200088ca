import { KEY_ARMS_MS } from '../ui/key-question.tsx'

/**
 * Local state of the drain control: the open question, and requests sent but not yet answered. The server's state
 * determines if a drain is running.
 */
export type DrainAsk =
  | { step: 'rest' }
  /** The question is open. `resumeAfterMs` is undefined for a drain without a time limit. */
  | {
      step: 'asking'
      by: 'press' | 'key'
      wish: DrainWish
      resumeAfterMs: number | undefined
      askedAt: number
    }
  | { step: 'sending'; wish: DrainWish; resumeAfterMs?: number | undefined }
  /** A drain started here has begun and can be undone until `undoUntil`. */
  | { step: 'begun'; undoUntil: number }
  | { step: 'failed'; reason: string }

type DrainWish = 'drain' | 'resume'

export type DrainEvent =
  /** The button was pressed. `draining` is the server's state at that time. */
  | { type: 'press'; draining: boolean; at: number }
  /** A key, or the palette. A single letter may be part of text meant for another window, so it always asks. */
  | { type: 'key'; draining: boolean; at: number }
  | { type: 'choose'; resumeAfterMs: number | undefined }
  | { type: 'confirm'; at: number }
  /** Cancel, Esc, or the window was hidden, which also closes the question. */
  | { type: 'dismiss' }
  | { type: 'done'; at: number }
  | { type: 'refused'; reason: string }

export const AT_REST: DrainAsk = { step: 'rest' }

const MINUTE = 60_000
/** Durations after which a drain resumes on its own, in ms; undefined for no limit. */
export const RESUME_AFTER = [5 * MINUTE, 15 * MINUTE, 60 * MINUTE, undefined] as const
const RESUME_AFTER_DEFAULT = 15 * MINUTE

const UNDO_MS = 10_000

/**
 * Next state. A drain always asks, because it stops all users of this Signalbox; a resume asks only if requested by
 * key. All times in ms since the epoch.
 */
export function nextDrain(ask: DrainAsk, event: DrainEvent): DrainAsk {
  // A second press does not cancel a request in flight.
  if (ask.step === 'sending' && ['press', 'key', 'dismiss'].includes(event.type)) return ask
  switch (event.type) {
    case 'press':
      return event.draining ? { step: 'sending', wish: 'resume' } : question('drain', event)
    case 'key':
      return question(event.draining ? 'resume' : 'drain', event)
    case 'choose':
      return ask.step === 'asking' ? { ...ask, resumeAfterMs: event.resumeAfterMs } : ask
    case 'confirm':
      return confirmed(ask, event.at)
    case 'dismiss':
      // A started drain can still be undone; only a question or a failure is dismissed.
      return ask.step === 'begun' ? ask : AT_REST
    case 'done':
      return done(ask, event.at)
    case 'refused':
      return { step: 'failed', reason: event.reason }
  }
}

function question(wish: DrainWish, { type: by, at }: { type: 'press' | 'key'; at: number }): DrainAsk {
  return { step: 'asking', by, wish, resumeAfterMs: RESUME_AFTER_DEFAULT, askedAt: at }
}

/** An answer too soon after the key that opened the question is a part of typed text. */
function confirmed(ask: DrainAsk, at: number): DrainAsk {
  if (ask.step !== 'asking') return ask
  if (ask.by === 'key' && at - ask.askedAt < KEY_ARMS_MS) return ask
  return { step: 'sending', wish: ask.wish, resumeAfterMs: ask.resumeAfterMs }
}

function done(ask: DrainAsk, at: number): DrainAsk {
  return ask.step === 'sending' && ask.wish === 'drain' ? { step: 'begun', undoUntil: at + UNDO_MS } : AT_REST
}
