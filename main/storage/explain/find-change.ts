import { isRecord } from '../../base/json/is-record.ts'
import type { CacheReason } from '../../../shared/explanation.ts'
import { type Difference, differenceInElement, firstDifference } from './first-difference.ts'
import type { BodyMember } from '../body/scan-body.ts'
import type { Place } from './cache-marks.ts'
import {
  type Block,
  blocksOf,
  isSameMember,
  isSameSpan,
  messageAt,
  type Prompt,
  valueOf,
} from './read-prompt.ts'

export interface Change extends Difference {
  kind: Extract<
    CacheReason,
    'model' | 'speed' | 'tools' | 'system' | 'thinking' | 'effort' | 'message' | 'compaction'
  >
}

/** Claude Code's own line about the client, which the API takes out before it caches. */
const BILLING = 'x-anthropic-billing-header:'
/** Beginning of the message in which Claude Code carries the summary of a compacted conversation. */
const CONTINUED = 'This session is being continued from a previous conversation'
/** Messages in which that summary may stand. */
const FIRST_MESSAGES = 3

/**
 * The first change between two requests, in the order in which the API caches a prompt: model and speed, tools, system,
 * options that apply to all messages, messages. Anything after the last cache mark of the earlier request had not been
 * cached, so its change costs nothing.
 *
 * @param end the last cache mark of the earlier request; undefined compares everything
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function findChange(before: Prompt, after: Prompt, end: Place | undefined): Change | undefined {
  return (
    compareMember('model', 'model') ??
    compareMember('speed', 'speed') ??
    compareTools(before, after) ??
    compareSystem(before, after) ??
    compareMember('thinking', 'thinking') ??
    compareOutput(before, after) ??
    compareMember('tool_choice', 'tools') ??
    compareMember('context_management', 'message') ??
    compareMessages(before, after, end)
  )

  function compareMember(name: BodyMember, kind: Change['kind']): Change | undefined {
    if (isSameMember(before, after, name)) return undefined
    return named(kind, firstDifference(valueOf(before, name), valueOf(after, name), `/${name}`))
  }
}

function named(kind: Change['kind'], difference: Difference | undefined): Change | undefined {
  return difference && { kind, ...difference }
}

function compareTools(before: Prompt, after: Prompt): Change | undefined {
  if (isSameMember(before, after, 'tools')) return undefined
  return named('tools', firstOf(toolsOf(before), toolsOf(after), 'tools'))
}

/** Tools that are loaded on demand are not part of the cached prompt. */
function toolsOf(prompt: Prompt): Indexed[] {
  return indexed(blocksOf(valueOf(prompt, 'tools'))).filter(({ block }) => block['defer_loading'] !== true)
}

function compareSystem(before: Prompt, after: Prompt): Change | undefined {
  if (isSameMember(before, after, 'system')) return undefined
  return named('system', firstOf(systemOf(before), systemOf(after), 'system'))
}

function systemOf(prompt: Prompt): Indexed[] {
  return indexed(blocksOf(valueOf(prompt, 'system'))).filter(({ block: { text } }) => {
    return !(typeof text === 'string' && text.startsWith(BILLING))
  })
}

interface Indexed {
  block: Block
  /** In the request, where blocks that are not compared count, too. */
  index: number
}

function indexed(blocks: readonly Block[]): Indexed[] {
  return blocks.map((block, index) => ({ block, index }))
}

function firstOf(
  before: readonly Indexed[],
  after: readonly Indexed[],
  name: string,
): Difference | undefined {
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const index = after[at]?.index ?? (after.at(-1)?.index ?? -1) + 1
    const found = differenceInElement(before[at]?.block, after[at]?.block, `/${name}/${index}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** The effort belongs to the prompt; a format adds its schema to the system prompt. */
function compareOutput(before: Prompt, after: Prompt): Change | undefined {
  if (isSameMember(before, after, 'output_config')) return undefined
  const [old, now] = [valueOf(before, 'output_config'), valueOf(after, 'output_config')].map((value) =>
    isRecord(value) ? value : {},
  )
  return (
    named('effort', firstDifference(old?.['effort'], now?.['effort'], '/output_config/effort')) ??
    named('system', firstDifference(old?.['format'], now?.['format'], '/output_config/format'))
  )
}

function compareMessages(before: Prompt, after: Prompt, end: Place | undefined): Change | undefined {
  const most = end?.area === 'messages' ? end.message + 1 : end === undefined ? before.messages.length : 0
  for (let at = 0; at < most; at++) {
    const [old, now] = [before.messages[at], after.messages[at]]
    if (old === undefined) return undefined
    if (now !== undefined && isSameSpan(before, old, after, now)) continue
    const blocks = end?.area === 'messages' && end.message === at ? end.block + 1 : undefined
    const found = compareMessage({ before, after, at, blocks })
    if (found !== undefined) return found
  }
  return undefined
}

/** @param blocks number of compared blocks; undefined compares all */
function compareMessage({
  before,
  after,
  at,
  blocks,
}: {
  before: Prompt
  after: Prompt
  at: number
  blocks: number | undefined
}): Change | undefined {
  const [old, now] = [messageAt(before, at), messageAt(after, at)]
  const path = `/messages/${at}`
  const own = differenceInElement(withoutContent(old), withoutContent(now), path)
  const difference = own ?? firstDifference(contentOf(old, blocks), contentOf(now, blocks), `${path}/content`)
  if (difference === undefined) return undefined
  if (difference.path.endsWith('/output_config/effort')) return { kind: 'effort', ...difference }
  const kind = isCompacted(before, after) ? 'compaction' : 'message'
  if (after.messages[at] === undefined) return { kind, ...difference, path }
  return { kind, ...withTextPath(difference, now, path) }
}

function withoutContent({ content: _content, ...message }: Block): Block {
  return message
}

function contentOf({ content }: Block, blocks: number | undefined): readonly Block[] {
  return blocksOf(content).slice(0, blocks)
}

/** If the content is a text and not a list, a pointer to its only block would lead nowhere. */
function withTextPath(difference: Difference, { content }: Block, path: string): Difference {
  const isInside = typeof content === 'string' && difference.path.startsWith(`${path}/content/0`)
  return isInside ? { ...difference, path: `${path}/content` } : difference
}

/** True if the later request begins with another summary than the earlier one, or with the first. */
function isCompacted(before: Prompt, after: Prompt): boolean {
  const [old, now] = [summaryOf(before), summaryOf(after)]
  return now !== undefined && now !== old
}

function summaryOf(prompt: Prompt): string | undefined {
  for (const [at, [start, end]] of prompt.messages.slice(0, FIRST_MESSAGES).entries()) {
    if (!prompt.bytes.subarray(start, end).includes(CONTINUED)) continue
    const texts = blocksOf(messageAt(prompt, at)['content']).map(({ text }) => text)
    return texts.find((text): text is string => typeof text === 'string' && text.startsWith(CONTINUED))
  }
  return undefined
}
