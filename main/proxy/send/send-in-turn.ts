import type { AppError } from '../../../shared/errors.ts'
import type { RawHeaders } from '../headers.ts'
import type { Sender, Sending } from './send.ts'

/** A failed attempt that may be replaced by another. None of its bytes has reached the client. */
export type Failure =
  | { kind: 'failed'; error: AppError }
  /** A response with a status from 400 on. */
  | { kind: 'refused'; status: number; headers: RawHeaders }

export interface Attempt {
  sender: Sender
  /** Delay before it is sent, in ms. */
  waitMs: number
}

/**
 * The next attempt; undefined passes the current result to the client.
 *
 * @param tries number of attempts so far, including this one
 */
export type ChooseNext = (failure: Failure, tries: number) => Attempt | undefined

/**
 * Sends attempts one after the other until one succeeds, for retries and for fallbacks. The client sees only the last
 * one: the phase `body`, which releases a request's memory, is reported once a response is accepted.
 */
export function sendInTurn(first: Sender, chooseNext: ChooseNext): Sender {
  return (client) => {
    let current: Sending | undefined
    let timer: NodeJS.Timeout | undefined
    let tries = 0
    /** True once the client has cancelled. */
    let over = false

    /** True if another attempt takes over. */
    function moveOn(failure: Failure): boolean {
      const next = over ? undefined : chooseNext(failure, tries)
      if (next === undefined) return false
      timer = setTimeout(() => {
        // Aborted only now: during the wait its response could be read to the end, so that its connection can be
        // reused.
        current?.abort()
        client.onPhase('connect')
        attempt(next.sender)
      }, next.waitMs)
      return true
    }
    function attempt(sender: Sender): void {
      tries++
      /** `asked` until the response is accepted or dropped. */
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
