import { KEY_ARMS_MS } from '../ui/key-question.tsx'

/**
 * The half of the drain that the server cannot know: what the user is asked, and what has been sent but not
 * answered. Whether a drain runs is the server's to say.
 */
export type DrainAsk =
  | { step: 'rest' }
  /** The question is open. `resumeAfterMs`: undefined until somebody resumes. */
  | {
      step: 'asking'
      by: 'press' | 'key'
      wish: DrainWish
      resumeAfterMs: number | undefined
      askedAt: number
    }
  | { step: 'sending'; wish: DrainWish; resumeAfterMs?: number | undefined }
  /** The drain that was asked for here has begun, and can be undone until then. */
  | { step: 'begun'; undoUntil: number }
  | { step: 'failed'; reason: string }

type DrainWish = 'drain' | 'resume'

export type DrainEvent =
  /** The button. `draining` is the server's state at that moment. */
  | { type: 'press'; draining: boolean; at: number }
  /** A key, or the palette: one letter may be part of a word that was meant for another window. */
  | { type: 'key'; draining: boolean; at: number }
  | { type: 'choose'; resumeAfterMs: number | undefined }
  | { type: 'confirm'; at: number }
  /** Cancel, Esc, or the window was hidden: a question must not outlive the look at it. */
  | { type: 'dismiss' }
  | { type: 'done'; at: number }
  | { type: 'refused'; reason: string }

export const AT_REST: DrainAsk = { step: 'rest' }

const MINUTE = 60_000
/** The times after which a drain may resume by itself, in ms; the last lasts until somebody resumes. */
export const RESUME_AFTER = [5 * MINUTE, 15 * MINUTE, 60 * MINUTE, undefined] as const
const RESUME_AFTER_DEFAULT = 15 * MINUTE

const UNDO_MS = 10_000

/**
 * The next step. A drain always asks, because it stops everybody who uses this Signalbox; a resume asks only where a
 * key wants it. All times in ms since the epoch.
 */
export function nextDrain(ask: DrainAsk, event: DrainEvent): DrainAsk {
  // A request on its way is not taken back by a second press.
  if (ask.step === 'sending' && ['press', 'key', 'dismiss'].includes(event.type)) return ask
  switch (event.type) {
    case 'press':
      return event.draining ? { step: 'sending', wish: 'resume' } : question('drain', event)
    case 'key':
      return question(event.draining ? 'resume' : 'drain', event)
    case 'choose':
      return ask.step === 'asking' ? { ...ask, resumeAfterMs: event.resumeAfterMs } : ask
    case 'confirm':
      if (ask.step !== 'asking') return ask
      if (ask.by === 'key' && event.at - ask.askedAt < KEY_ARMS_MS) return ask
      return { step: 'sending', wish: ask.wish, resumeAfterMs: ask.resumeAfterMs }
    case 'dismiss':
      // What has begun stays undoable; only a question and a failure are put away.
      return ask.step === 'begun' ? ask : AT_REST
    case 'done':
      return ask.step === 'sending' && ask.wish === 'drain'
        ? { step: 'begun', undoUntil: event.at + UNDO_MS }
        : AT_REST
    case 'refused':
      return { step: 'failed', reason: event.reason }
  }
}

function question(wish: DrainWish, { type: by, at }: { type: 'press' | 'key'; at: number }): DrainAsk {
  return { step: 'asking', by, wish, resumeAfterMs: RESUME_AFTER_DEFAULT, askedAt: at }
}
