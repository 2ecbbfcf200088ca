import { isRecord } from '../../base/json/is-record.ts'
import { type Block, blocksOf, messageAt, type Prompt, valueOf } from './read-prompt.ts'

/** Position of a block in the order in which a prompt is cached: tools, system, messages. */
export interface Place {
  area: 'tools' | 'system' | 'messages'
  /** Index of the message; 0 in the other areas. */
  message: number
  /** Index within the message, or within tools or system. */
  block: number
}

/** A cache mark: everything up to its block is cached. */
export interface Mark extends Place {
  ttl: '5m' | '1h'
}

const AREAS = ['tools', 'system', 'messages'] as const
const NAME = '"cache_control"'

/** Cache marks of a prompt, in its order. A mark of the whole request is one of its last block. */
export function marksOf(prompt: Prompt): Mark[] {
  const marks = [
    ...marksIn(blocksOf(valueOf(prompt, 'tools')), { area: 'tools', message: 0 }),
    ...marksIn(blocksOf(valueOf(prompt, 'system')), { area: 'system', message: 0 }),
    ...prompt.messages.flatMap(([start, end], message) =>
      prompt.bytes.subarray(start, end).includes(NAME)
        ? marksIn(blocksOf(messageAt(prompt, message)['content']), { area: 'messages', message })
        : [],
    ),
  ]
  const whole = valueOf(prompt, 'cache_control')
  if (!isRecord(whole) || prompt.messages.length === 0) return marks
  const message = prompt.messages.length - 1
  const block = Math.max(0, blocksOf(messageAt(prompt, message)['content']).length - 1)
  return [...marks, { area: 'messages', message, block, ttl: ttlOf(whole) }]
}

function marksIn(blocks: readonly Block[], place: Omit<Place, 'block'>): Mark[] {
  return blocks.flatMap((each, block) => {
    const mark = markOf(each)
    return mark === undefined ? [] : [{ ...place, block, ttl: ttlOf(mark) }]
  })
}

/** A mark inside the content of a tool's result ends with that result. */
function markOf(block: Block): Readonly<Record<string, unknown>> | undefined {
  if (isRecord(block['cache_control'])) return block['cache_control']
  const { content } = block
  if (!Array.isArray(content)) return undefined
  return content
    .filter(isRecord)
    .map(markOf)
    .findLast((mark) => mark !== undefined)
}

function ttlOf(mark: Readonly<Record<string, unknown>>): Mark['ttl'] {
  return mark['ttl'] === '1h' ? '1h' : '5m'
}

export function comparePlaces(a: Place, b: Place): number {
  return AREAS.indexOf(a.area) - AREAS.indexOf(b.area) || a.message - b.message || a.block - b.block
}

/** JSON pointer of a block. */
export function pointerOf(place: Place): string {
  const { area, message, block } = place
  return area === 'messages' ? `/messages/${message}/content/${block}` : `/${area}/${block}`
}

/** Number of blocks between two places of a prompt, at most `limit`. */
export function blocksBetween(prompt: Prompt, from: Place, to: Place, limit: number): number {
  if (from.area !== 'messages') {
    // Marks of tools and system are found from the first message on.
    return Math.min(limit, to.area === from.area ? to.block - from.block : limit)
  }
  let blocks = to.block - from.block
  for (let at = from.message; at < to.message && blocks < limit + to.block; at++)
    blocks += blocksOf(messageAt(prompt, at)['content']).length
  return Math.min(limit, blocks)
}
