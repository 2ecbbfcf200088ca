import type { AppError } from '../../../shared/errors.ts'
import type { RawHeaders } from '../headers.ts'
import type { Sender, Sending } from './send.ts'

/** Why an attempt is perhaps not to be the client's answer. Not a byte of it has reached the client. */
export type Failure =
  | { kind: 'failed'; error: AppError }
  /** Answered, with a status from 400 on. */
  | { kind: 'refused'; status: number; headers: RawHeaders }

export interface Attempt {
  sender: Sender
  /** Before it is sent, in ms. */
  waitMs: number
}

/**
 * What to try next, if anything; else the client gets what there is.
 *
 * @param tries how many attempts there were, this one included
 */
export type ChooseNext = (failure: Failure, tries: number) => Attempt | undefined

/**
 * Sends to one upstream after the other until one answers, for retries and for fallbacks. The client hears of the
 * last one only: the phase `body`, with which a request's memory is given back, comes once an answer is taken.
 */
export function sendInTurn(first: Sender, chooseNext: ChooseNext): Sender {
  return (client) => {
    let current: Sending | undefined
    let timer: NodeJS.Timeout | undefined
    let tries = 0
    /** True once the client has left. */
    let over = false

    /** True where another attempt takes over. */
    function moveOn(failure: Failure): boolean {
      const next = over ? undefined : chooseNext(failure, tries)
      if (next === undefined) return false
      timer = setTimeout(() => {
        // Until now what it said could pass by, so that its connection serves again.
        current?.abort()
        client.onPhase('connect')
        attempt(next.sender)
      }, next.waitMs)
      return true
    }
    function attempt(sender: Sender): void {
      tries++
      /** `asked` until it is known whose answer this is. */
      let stage: 'asked' | 'taken' | 'dropped' = 'asked'
      /** True from the response's first byte, also where the receiver hears of a whole message only. */
      let hasResponse = false
      current = sender({
        onPhase(phase) {
          hasResponse ||= phase === 'body'
          if (stage === 'taken' || (stage === 'asked' && phase !== 'body')) client.onPhase(phase)
        },
        onStart(status, message, headers) {
          const isDropped = status >= 400 && moveOn({ kind: 'refused', status, headers })
          stage = isDropped ? 'dropped' : 'taken'
          if (isDropped) return
          client.onPhase('body')
          client.onStart(status, message, headers)
        },
        onData: (chunk) => stage !== 'taken' || client.onData(chunk),
        onEnd() {
          if (stage === 'taken') client.onEnd()
        },
        onFail(error, kind) {
          if (stage === 'dropped' || (stage === 'asked' && moveOn({ kind: 'failed', error }))) return
          // It broke in its body, not while it was waited for.
          if (stage === 'asked' && hasResponse) client.onPhase('body')
          client.onFail(error, kind)
        },
      })
    }

    attempt(first)
    return {
      resume: () => current?.resume(),
      abort() {
        over = true
        clearTimeout(timer)
        current?.abort()
      },
    }
  }
}
