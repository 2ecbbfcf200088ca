import { joinMarks, type PriceMark, promptMark } from '../../../shared/price-marks.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import { isRecord } from '../json/is-record.ts'

type Usage = Readonly<Record<string, unknown>>

/** The model that responded. */
export interface Served {
  model: string
  /** See the price mark `local`. */
  isLocal?: boolean | undefined
}

/** Iterations read per response, which bounds the work on untrusted bytes. */
const MAX_ITERATIONS = 200

/** No response has a billion tokens; the log stores no larger count. */
const MAX_COUNT = 1e9

/**
 * Usage of a response by model. The top level of `usage` counts the model that responded. Compactions and
 * advisors are only in `iterations`, and declined attempts of a fallback are there although they are free.
 *
 *     {output_tokens: 5, iterations: [{type: 'message', output_tokens: 5},
 *       {type: 'advisor_message', model: 'opus', output_tokens: 9}]}  →  5 of the model itself, 9 of opus
 *
 * @param usage Anthropic's field names, as in the response; the last values of a stream
 * @returns one line for each model and price, first that of the model that responded
 * @see https://platform.claude.com/docs/en/build-with-claude/compaction-threshold
 */
export function usageLines(usage: Usage, served: Served): UsageLine[] {
  const { iterations } = usage
  const all = Array.isArray(iterations) ? iterations.slice(0, MAX_ITERATIONS).filter(isRecord) : []
  const lines: UsageLine[] = []
  for (const part of ownParts(usage, all, served.model))
    addLine(lines, toLine(part, served.model, { usage, served }))
  for (const part of all) {
    if (part['type'] !== 'compaction' && part['type'] !== 'advisor_message') continue
    addLine(lines, toLine(part, textOf(part['model']) ?? served.model, { usage, served }))
  }
  const [first] = lines
  if (first !== undefined) first.webSearchRequests = serverToolCount(usage, 'web_search_requests')
  return lines
}

/** The model of the last attempt of a fallback, which is the one that responded. */
export function fallbackModel(usage: Usage): string | undefined {
  const { iterations } = usage
  if (!Array.isArray(iterations)) return undefined
  const last: unknown = iterations.findLast((part) => isRecord(part) && part['type'] === 'fallback_message')
  return isRecord(last) ? textOf(last['model']) : undefined
}

export function serverToolCount(usage: Usage, name: string): number {
  const tools = usage['server_tool_use']
  return isRecord(tools) ? countOf(tools[name]) : 0
}

/** Total cache writes, also if a response only reports them by lifetime; undefined if it reports none. */
export function cacheWrites(usage: Usage): { total: number; anHour: number | undefined } | undefined {
  const split = usage['cache_creation']
  const total = usage['cache_creation_input_tokens']
  if (!isRecord(split))
    return typeof total === 'number' ? { total: countOf(total), anHour: undefined } : undefined
  const anHour = countOf(split['ephemeral_1h_input_tokens'])
  const fiveMinutes = countOf(split['ephemeral_5m_input_tokens'])
  const sum = typeof total === 'number' ? countOf(total) : anHour + fiveMinutes
  return { total: sum, anHour: Math.min(anHour, sum) }
}

const COUNTS = [
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const

/**
 * The prompts that the top level counts: a response with server tools has several, each with a length of its own, and
 * the length may decide the price. The top level itself if they do not add up to it.
 */
function ownParts(usage: Usage, iterations: readonly Usage[], model: string): readonly Usage[] {
  const own = iterations.filter(
    (part) =>
      (part['type'] === 'message' || part['type'] === 'fallback_message') &&
      (textOf(part['model']) ?? model) === model,
  )
  if (own.length < 2) return [usage]
  const isWhole = COUNTS.every(
    (name) => own.reduce((sum, part) => sum + countOf(part[name]), 0) === countOf(usage[name]),
  )
  return isWhole &&
    own.every((part) => isRecord(part['cache_creation']) === isRecord(usage['cache_creation']))
    ? own
    : [usage]
}

function toLine(part: Usage, model: string, { usage, served }: { usage: Usage; served: Served }): UsageLine {
  const writes = cacheWrites(part)
  const inputTokens = countOf(part['input_tokens'])
  const cacheReadTokens = countOf(part['cache_read_input_tokens'])
  const cacheCreationTokens = writes?.total ?? 0
  // Only the model that responded runs in fast mode, unless an iteration names its own speed.
  const speed = part['speed'] ?? (model === served.model ? usage['speed'] : undefined)
  const tier = usage['service_tier']
  const marks: (PriceMark | undefined)[] = [
    served.isLocal === true ? 'local' : undefined,
    speed === 'fast' ? 'fast' : undefined,
    usage['inference_geo'] === 'us' ? 'us' : undefined,
    tier === 'batch' || tier === 'priority' ? tier : undefined,
    promptMark(inputTokens + cacheReadTokens + cacheCreationTokens),
  ]
  const priceMarks = joinMarks(marks)
  return {
    model,
    ...(priceMarks !== undefined && { priceMarks }),
    inputTokens,
    outputTokens: countOf(part['output_tokens']),
    cacheCreationTokens,
    cacheCreation1hTokens: writes?.anHour ?? 0,
    cacheReadTokens,
    webSearchRequests: 0,
  }
}

function addLine(lines: UsageLine[], line: UsageLine): void {
  const same = lines.find(({ model, priceMarks }) => model === line.model && priceMarks === line.priceMarks)
  if (same === undefined) {
    lines.push(line)
    return
  }
  same.inputTokens += line.inputTokens
  same.outputTokens += line.outputTokens
  same.cacheCreationTokens += line.cacheCreationTokens
  same.cacheCreation1hTokens += line.cacheCreation1hTokens
  same.cacheReadTokens += line.cacheReadTokens
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function countOf(value: unknown): number {
  const isCount = typeof value === 'number' && value >= 0 && value <= MAX_COUNT
  return isCount ? Math.round(value) : 0
}
