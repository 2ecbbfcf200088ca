import { scanTopLevel } from '../scan-top-level.ts'

const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const SPACE = 0x20

/**
 * A Messages request that asks for one answer, as one that asks for a stream. All other bytes stay, so that no
 * number loses digits and no prompt cache is missed.
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
  if (span === undefined) return insert(json)
  if (json.toString('latin1', span.start, span.end) !== 'false') return undefined
  return Buffer.concat([json.subarray(0, span.start), Buffer.from('true'), json.subarray(span.end)])
}

function insert(json: Buffer): Buffer {
  // Only white space stands before it, or the scan had found no object.
  const inside = json.indexOf(OPEN_BRACE) + 1
  const rest = json.subarray(inside)
  const first = rest.find((byte) => byte > SPACE)
  const member = Buffer.from(first === CLOSE_BRACE ? '"stream":true' : '"stream":true,')
  return Buffer.concat([json.subarray(0, inside), member, rest])
}
