import { AppError } from '../../../shared/errors.ts'
import type { Sender } from './send.ts'

/** The response to `/v1/messages/count_tokens` for a provider that cannot count tokens in advance: an estimate. */
export function responseCount(count: () => number): Sender {
  return (receiver) => {
    const idle = { resume: () => undefined, abort: () => undefined }
    let json: string
    try {
      json = JSON.stringify({ input_tokens: count() })
    } catch (error) {
      receiver.onFail(error instanceof AppError ? error : new AppError('internal', { cause: error }), 'reset')
      return idle
    }
    const body = Buffer.from(json)
    receiver.onPhase('body')
    receiver.onStart(200, 'OK', ['content-type', 'application/json', 'content-length', String(body.length)])
    receiver.onData(body)
    receiver.onPhase('done')
    receiver.onEnd()
    return idle
  }
}
