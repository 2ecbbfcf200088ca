import { scanTopLevel } from '../../base/json/scan-top-level.ts'
import { spliceModel } from '../route/splice-model.ts'

/**
 * Turns a non-streaming Messages request into a streaming one. All other bytes stay.
 *
 *     {"model":"m","stream":false}  →  {"model":"m","stream":true}
 *     {"model":"m"}                 →  {"stream":true,"model":"m"}
 *
 * @param json the decoded body
 * @returns undefined if there is nothing to change: the request already streams, or it is invalid and the upstream
 * should report the error
 */
export function forceStream(json: Buffer): Buffer | undefined {
  const found = scanTopLevel(json, ['stream'])
  if (found === undefined) return undefined
  const span = found.get('stream')
  if (span !== undefined && json.toString('latin1', span.start, span.end) !== 'false') return undefined
  return spliceModel(json, { stream: true })
}
