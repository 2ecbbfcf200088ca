import type { AppError } from '../../../shared/errors.ts'
import type { RawHeaders } from '../headers.ts'
import type { Receiver, Sender, Sending } from './send.ts'

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
 * The next attempt; undefined passes the current result to the client. A promise, if the request has to be searched
 * first.
 *
 * @param tries number of attempts so far, including this one
 */
export type ChooseNext = (
  failure: Failure,
  tries: number,
) => Attempt | undefined | Promise<Attempt | undefined>

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
    function moveOn(failure: Failure): boolean | Promise<boolean> {
      const next = over ? undefined : chooseNext(failure, tries)
      return next instanceof Promise ? next.then(begin) : begin(next)
    }
    function begin(next: Attempt | undefined): boolean {
      if (next === undefined || over) return false
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
      /** Set only where a choice takes time: most requests have none. */
      let held: HeldCalls | undefined

      /** Goes on at once, or when the next attempt is chosen. */
      function decide(isDropped: boolean | Promise<boolean>, settle: (isDropped: boolean) => void): void {
        if (typeof isDropped === 'boolean') return settle(isDropped)
        held = createHeldCalls()
        void held.during(isDropped, (is, goOn) => {
          if (over) return
          settle(is)
          goOn()
          current?.resume()
        })
      }
      const receiver: Receiver = {
        onPhase(phase) {
          hasResponse ||= phase === 'body'
          if (held?.add(() => receiver.onPhase(phase)) === true) return
          if (stage === 'taken' || (stage === 'asked' && phase !== 'body')) client.onPhase(phase)
        },
        onStart(status, message, headers) {
          decide(status >= 400 && moveOn({ kind: 'refused', status, headers }), (isDropped) => {
            stage = isDropped ? 'dropped' : 'taken'
            if (isDropped) return
            client.onPhase('body')
            client.onStart(status, message, headers)
          })
        },
        onData(chunk) {
          if (held?.isHolding() !== true) return stage !== 'taken' || client.onData(chunk)
          // The upstream's connection reuses the chunk's memory.
          const copy = Buffer.from(chunk)
          return !held.add(() => receiver.onData(copy))
        },
        onEnd() {
          if (held?.add(() => receiver.onEnd()) !== true && stage === 'taken') client.onEnd()
        },
        onFail(error, kind) {
          if (held?.add(() => receiver.onFail(error, kind)) === true) return
          const isDropped = stage === 'dropped' || (stage === 'asked' && moveOn({ kind: 'failed', error }))
          decide(isDropped, (is) => {
            if (is) return
            // It broke in its body, not while it was waited for.
            if (stage === 'asked' && hasResponse) client.onPhase('body')
            client.onFail(error, kind)
          })
        },
      }
      current = sender(receiver)
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

type HeldCalls = ReturnType<typeof createHeldCalls>

/** Calls that wait while the next attempt is being chosen. */
function createHeldCalls() {
  let calls: (() => void)[] | undefined
  return {
    isHolding: () => calls !== undefined,
    /** False if the call may go on at once. */
    add(call: () => void): boolean {
      calls?.push(call)
      return calls !== undefined
    },
    /** @param settle called with a function that makes the calls that came meanwhile */
    async during<T>(choice: Promise<T>, settle: (chosen: T, goOn: () => void) => void): Promise<void> {
      const own: (() => void)[] = (calls = [])
      const chosen = await choice
      calls = undefined
      settle(chosen, () => {
        for (const call of own) call()
      })
    },
  }
}
