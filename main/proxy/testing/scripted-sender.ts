import type { AppError } from '../../../shared/errors.ts'
import type { AbortKind } from '../abort-kind.ts'
import type { Receiver, Sender, SendPhase } from '../send/send.ts'

/** A sender whose upstream is played by the test. */
export interface ScriptedSender {
  send: Sender
  /** The receiver of the latest exchange. */
  receiver: () => Receiver
  /** Calls of the sender and its sendings, in order. */
  asked: ('send' | 'resume' | 'abort')[]
}

export function createScriptedSender(): ScriptedSender {
  const asked: ScriptedSender['asked'] = []
  let latest: Receiver | undefined
  return {
    asked,
    send(receiver) {
      latest = receiver
      asked.push('send')
      return { resume: () => void asked.push('resume'), abort: () => void asked.push('abort') }
    },
    receiver() {
      if (latest === undefined) throw new Error('nothing was sent')
      return latest
    },
  }
}

/** One exchange as seen by the client. */
export interface Received {
  phases: SendPhase[]
  status?: number
  message?: string
  headers: string[]
  body: string
  ended: boolean
  error?: AppError
  kind?: AbortKind
}

/** A client that records everything. `whole` resolves with the last call it receives. */
export function createRecorder(): Receiver & { response: Received; whole: Promise<Received> } {
  const response: Received = { phases: [], headers: [], body: '', ended: false }
  const { promise, resolve } = Promise.withResolvers<Received>()
  return {
    response,
    whole: promise,
    onPhase: (phase) => void response.phases.push(phase),
    onStart: (status, message, headers) => void Object.assign(response, { status, message, headers }),
    onData(chunk) {
      response.body += chunk.toString()
      return true
    },
    onEnd() {
      response.ended = true
      resolve(response)
    },
    onFail(error, kind) {
      Object.assign(response, { error, kind })
      resolve(response)
    },
  }
}
