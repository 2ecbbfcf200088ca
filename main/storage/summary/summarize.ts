import type { RequestRecord } from '../../../shared/request-record.ts'
import type { ToolCall } from '../../../shared/tool-call.ts'
import { oneLine, shorten } from './one-line.ts'
import { toolTarget } from './tool-target.ts'
import type { RawCall, Turn } from './turn.ts'

/** Characters of the words and of the answer that are read: most are more than can be shown. */
const MAX_READ_CHARS = 2048
/** Length of a summary: its three parts together, in characters. */
const MAX_SUMMARY_CHARS = 140

export type Summary = Pick<RequestRecord, 'asked' | 'did' | 'result'>

/** Of a tool's name and of what it works on, in characters. */
const MAX_TOOL_CHARS = 40
const MAX_TARGET_CHARS = 60

/**
 * Summary of a turn; absent parts are empty.
 *
 * @param turn with words and answer whose credentials are hidden
 * @param redact replaces what looks like a credential in a call, before anything is cut
 */
export function summarize(turn: Turn, redact: (text: string) => string): Summary {
  const clean = (text: string) => oneLine(redact(text.trimStart()))
  const asked = oneLine(shorten(turn.words, MAX_READ_CHARS))
  const result = oneLine(shorten(turn.answer, MAX_READ_CHARS))
  const calls = [
    ...turn.failed.map((call) => ({ ...toCall(call, clean), failed: true as const })),
    ...turn.calls.map((call) => toCall(call, clean)),
  ]
  const [forAsked = 0, forCalls = 0, forResult = 0] = share(MAX_SUMMARY_CHARS, [
    asked.length,
    calls.reduce((sum, call) => sum + lengthOf(call), 0),
    result.length,
  ])
  const did = fitting(calls, forCalls)
  return {
    ...(asked !== '' && { asked: shorten(asked, forAsked) }),
    ...(did.length > 0 && { did }),
    ...(result !== '' && { result: shorten(result, forResult) }),
  }
}

function toCall(call: RawCall, clean: (text: string) => string): ToolCall {
  const target = toolTarget(call)
  const shown = target === undefined ? '' : clean(target)
  return {
    tool: shorten(clean(call.tool), MAX_TOOL_CHARS),
    ...(shown !== '' && { target: shorten(shown, MAX_TARGET_CHARS) }),
  }
}

function lengthOf({ tool, target = '' }: ToolCall): number {
  return tool.length + target.length + 1
}

/** As many calls as fit, in order; of the first, at least a part. */
function fitting([first, ...others]: readonly ToolCall[], limit: number): ToolCall[] {
  if (first === undefined) return []
  const { tool, target } = first
  const room = limit - tool.length - 1
  const head = target === undefined || room < 2 ? first : { ...first, target: shorten(target, room) }
  let length = lengthOf(head)
  return [head, ...others.filter((call) => (length += lengthOf(call)) <= limit)]
}

/**
 * Splits a length: each part gets what it needs, up to an equal share of what the shorter ones leave.
 *
 * share(140, [10, 300, 50]) → [10, 80, 50]
 */
function share(total: number, wanted: readonly number[]): number[] {
  const given = wanted.map(() => 0)
  let left = total
  const shortest = wanted.map((length, index) => ({ length, index })).toSorted((a, b) => a.length - b.length)
  for (const [place, { length, index }] of shortest.entries()) {
    const part = Math.min(length, Math.floor(left / (wanted.length - place)))
    given[index] = part
    left -= part
  }
  return given
}
