import { isRecord } from '../base/json/is-record.ts'

const FIELDS = [
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const

/** Tokens of one message, in the order of FIELDS. */
export type MessageUsage = readonly [number, number, number, number]

/** By message id. */
export type UsageByMessage = Map<string, MessageUsage>

export function readUsage(usage: unknown): MessageUsage | undefined {
  if (!isRecord(usage)) return undefined
  const [input, output, created, read] = FIELDS.map((field) => count(usage[field]))
  return [input ?? 0, output ?? 0, created ?? 0, read ?? 0]
}

/**
 * A transcript contains a message once per content block, each time with the usage known so far, and again in the files
 * of sub-agents that received it. The highest value is the final one; each message counts once.
 */
export function addUsage(usage: UsageByMessage, id: string, next: MessageUsage): void {
  const known = usage.get(id)
  usage.set(id, known === undefined ? next : highest(known, next))
}

/** Total tokens of all files of a conversation; undefined if no file has usage. */
export function sumUsage(files: readonly UsageByMessage[]): Tokens | undefined {
  const [first, ...others] = files.filter(({ size }) => size > 0)
  if (first === undefined) return undefined
  const all: UsageByMessage = others.length === 0 ? first : new Map(first)
  for (const file of others) for (const [id, usage] of file) addUsage(all, id, usage)
  const sum = [0, 0, 0, 0]
  for (const usage of all.values())
    usage.forEach((tokens, index) => (sum[index] = (sum[index] ?? 0) + tokens))
  const [input = 0, output = 0, created = 0, read = 0] = sum
  return {
    input_tokens: input,
    output_tokens: output,
    cache_creation_input_tokens: created,
    cache_read_input_tokens: read,
  }
}

export type Tokens = Record<(typeof FIELDS)[number], number>

function highest(a: MessageUsage, b: MessageUsage): MessageUsage {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}
