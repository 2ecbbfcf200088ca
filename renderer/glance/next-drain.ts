/**
 * The half of the drain button that the server cannot know: what the user has been asked, and what has been
 * sent but not answered. Whether a drain runs is the server's to say.
 */
export type DrainAsk =
  | { step: 'rest' }
  /** The inline confirm is open. */
  | { step: 'asking' }
  | { step: 'sending'; wish: DrainWish }
  | { step: 'failed'; reason: string }

type DrainWish = 'drain' | 'resume'

export type DrainEvent =
  /** The button, or its key. `draining` is the server's state at that moment. */
  | { type: 'press'; inFlight: number; draining: boolean }
  | { type: 'confirm' }
  /** Cancel, Esc, or the window was hidden: a question must not outlive the look at it. */
  | { type: 'dismiss' }
  | { type: 'done' }
  | { type: 'refused'; reason: string }

export const AT_REST: DrainAsk = { step: 'rest' }

/** The next step of the button. Only requests in flight are worth a question. */
export function nextDrain(ask: DrainAsk, event: DrainEvent): DrainAsk {
  // A request on its way is not taken back by a second press.
  if (ask.step === 'sending' && (event.type === 'press' || event.type === 'dismiss')) return ask
  switch (event.type) {
    case 'press':
      if (event.draining) return { step: 'sending', wish: 'resume' }
      return event.inFlight > 0 ? { step: 'asking' } : { step: 'sending', wish: 'drain' }
    case 'confirm':
      return ask.step === 'asking' ? { step: 'sending', wish: 'drain' } : ask
    case 'dismiss':
    case 'done':
      return AT_REST
    case 'refused':
      return { step: 'failed', reason: event.reason }
  }
}
