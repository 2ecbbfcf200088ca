import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { type BodyMap, type BodyMember, type MemberRanges, type Range, scanBody } from '../body/scan-body.ts'

export type Block = Readonly<Record<string, unknown>>

/** A request body whose parts are parsed only when they are needed. */
export interface Prompt {
  bytes: Buffer
  members: MemberRanges
  messages: readonly Range[]
}

/** @returns undefined if it is not a complete JSON object */
export function readPrompt(bytes: Buffer, map: BodyMap | undefined = scanBody(bytes)): Prompt | undefined {
  return map && { bytes, members: map.members, messages: map.messages }
}

/** The parsed value of a top-level member; undefined without one. */
export function valueOf({ bytes, members }: Prompt, name: BodyMember): unknown {
  const span = members[name]
  return span && parseSpan(bytes, span)
}

export function messageAt({ bytes, messages }: Prompt, index: number): Block {
  const span = messages[index]
  const message = span && parseSpan(bytes, span)
  return isRecord(message) ? message : {}
}

function parseSpan(bytes: Buffer, [start, end]: Range): unknown {
  return parseJson(bytes.toString('utf8', start, end))
}

/** A text counts as its only block: Claude Code sends either, depending on where its cache mark is. */
export function blocksOf(content: unknown): readonly Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isRecord) : []
}

/** True if both have the member with the same bytes, or neither has it. */
export function isSameMember(a: Prompt, b: Prompt, name: BodyMember): boolean {
  const [one, two] = [a.members[name], b.members[name]]
  if (one === undefined || two === undefined) return one === two
  return isSameSpan(a, one, b, two)
}

export function isSameSpan(a: Prompt, [start, end]: Range, b: Prompt, [from, to]: Range): boolean {
  return end - start === to - from && a.bytes.compare(b.bytes, from, to, start, end) === 0
}
