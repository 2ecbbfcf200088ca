import { applyPatches, type Patch } from '../../base/json/apply-patches.ts'
import { type Members, scanTopLevel, type Span } from '../../base/json/scan-top-level.ts'

const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

export interface SpliceOptions {
  /** Replaces or adds the model; if undefined the model stays. */
  model?: string | undefined
  stream?: boolean | undefined
  /** Added if the request does not have them. */
  defaults?: Readonly<Record<string, unknown>>
  /** Additional spans to replace, each outside of the members above. */
  replace?: readonly Patch[]
  /** All members of the request, if already scanned. */
  members?: Members | undefined
}

/**
 * Changes top-level members of a Messages request and keeps every other byte, so that no number loses digits and no
 * prompt cache is missed. If a member occurs twice, the last one changes: it is the one that counts, as in
 * `JSON.parse`.
 *
 *     {"model":"a","max_tokens":1}, model b, defaults top_p  →  {"top_p":0.5,"model":"b","max_tokens":1}
 *
 * @param json one JSON object
 * @returns the same buffer if there is nothing to change
 */
export function spliceModel(json: Buffer, options: SpliceOptions): Buffer {
  const { model, stream, defaults = {}, replace = [], members } = options
  const missing = Object.entries(defaults)
  if (model === undefined && stream === undefined && missing.length + replace.length === 0) return json
  const wanted = Object.entries({ model, stream }).filter(([, value]) => value !== undefined)

  const names = [...wanted, ...missing].map(([name]) => name)
  const spans = members ?? scanTopLevel(json, names) ?? new Map<string, Span>()
  const patches = [...replace]
  const added: string[] = []
  for (const [name, value] of wanted) {
    const span = spans.get(name)
    if (span === undefined) added.push(toMember(name, value))
    else patches.push({ span, bytes: Buffer.from(JSON.stringify(value)) })
  }
  for (const [name, value] of missing) if (!spans.has(name)) added.push(toMember(name, value))
  if (added.length > 0) patches.push(insertFirst(json, added.join(',')))
  return patches.length === 0 ? json : applyPatches(json, patches)
}

function toMember(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`
}

function insertFirst(json: Buffer, members: string): Patch {
  const at = json.indexOf(OPEN_BRACE) + 1
  const isEmpty = json.subarray(at).find((byte) => byte > 0x20) === CLOSE_BRACE
  return { span: { start: at, end: at }, bytes: Buffer.from(isEmpty ? members : `${members},`) }
}
