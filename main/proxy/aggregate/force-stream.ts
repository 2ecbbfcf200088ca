import { scanTopLevel } from '../../base/json/scan-top-level.ts'
import { spliceModel } from '../route/splice-model.ts'

/**
 * A Messages request that asks for one answer, as one that asks for a stream. All other bytes stay.
 *
 *     {"model":"m","stream":false}  →  {"model":"m","stream":true}
 *     {"model":"m"}                 →  {"stream":true,"model":"m"}
 *
 * @param json the decoded body
 * @returns `undefined` where there is nothing to demote: it asks for a stream already, or it is for the upstream to
 *   say what is wrong with it
 */
export function forceStream(json: Buffer): Buffer | undefined {
  const found = scanTopLevel(json, ['stream'])
  if (found === undefined) return undefined
  const span = found.get('stream')
  if (span !== undefined && json.toString('latin1', span.start, span.end) !== 'false') return undefined
  return spliceModel(json, { stream: true })
}
