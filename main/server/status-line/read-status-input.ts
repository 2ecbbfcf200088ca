import { isRecord } from '../../base/json/is-record.ts'

/** A limit window, as Claude Code or a response header reports it. */
export interface LimitWindow {
  /** Such as `5h`, `7d` or `7d_opus`. */
  name: string
  /** Used fraction: 0–1, above 1 in overage. */
  used: number
  /** In ms since 1970. */
  resetsAt: number | undefined
}

/** The fields of Claude Code's status line JSON that the line uses. */
export interface StatusInput {
  session: string | undefined
  /** Model id, without a suffix such as `[1m]`. */
  model: string | undefined
  modelName: string | undefined
  /** Claude Code's own estimate for the session, in US dollars. */
  cost: number | undefined
  /** Used fraction of the context window, 0–1. */
  context: number | undefined
  /** Input of the last response that was read from the cache, 0–1. */
  cache: number | undefined
  limits: readonly LimitWindow[]
}

/** Larger input counts as empty. Claude Code sends about 2 kB. */
const MAX_INPUT_BYTES = 64 * 1024

const MAX_NAME = 128

/**
 * Reads the JSON that Claude Code writes to a status line command. Never throws: what is missing or has another type
 * is undefined.
 *
 * @see https://code.claude.com/docs/en/statusline#available-data
 */
export function readStatusInput(body: Buffer): StatusInput {
  const input = parse(body)
  const model = objectIn(input, 'model')
  const context = objectIn(input, 'context_window')
  return {
    session: nameIn(input, 'session_id'),
    model: withoutSuffix(nameIn(model, 'id')),
    modelName: nameIn(model, 'display_name'),
    cost: amountIn(objectIn(input, 'cost'), 'total_cost_usd'),
    context: contextOf(context),
    cache: cacheShare(objectIn(context, 'current_usage')),
    limits: readLimits(objectIn(input, 'rate_limits')),
  }
}

/** `claude-opus-5[1m]` → `claude-opus-5` */
function withoutSuffix(model: string | undefined): string | undefined {
  const at = model?.indexOf('[') ?? -1
  return at > 0 ? model?.slice(0, at) : model
}

type Json = Readonly<Record<string, unknown>>

const NOTHING: Json = {}

function parse(body: Buffer): Json {
  if (body.length > MAX_INPUT_BYTES) return NOTHING
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isRecord(value) ? value : NOTHING
  } catch {
    return NOTHING
  }
}

function contextOf(context: Json): number | undefined {
  const percentage = amountIn(context, 'used_percentage')
  if (percentage !== undefined) return percentage / 100
  const size = amountIn(context, 'context_window_size')
  const tokens = promptOf(objectIn(context, 'current_usage'))
  return size === undefined || size === 0 || tokens === undefined ? undefined : tokens / size
}

/** Share of a prompt that was read from the cache, by Anthropic's names of usage; undefined without a prompt. */
export function cacheShare(usage: Json): number | undefined {
  const prompt = promptOf(usage)
  if (prompt === undefined || prompt === 0) return undefined
  return (amountIn(usage, 'cache_read_input_tokens') ?? 0) / prompt
}

function promptOf(usage: Json): number | undefined {
  const input = amountIn(usage, 'input_tokens')
  if (input === undefined) return undefined
  const written = amountIn(usage, 'cache_creation_input_tokens') ?? 0
  return input + written + (amountIn(usage, 'cache_read_input_tokens') ?? 0)
}

/** Later times are not real, and a few zeros more are no time of JavaScript's. In s: the year 5138. */
const MAX_RESET = 1e11

/**
 * @param seconds since 1970
 * @returns in ms since 1970; undefined for what is no time of a reset
 */
export function toResetTime(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 && seconds < MAX_RESET ? seconds * 1000 : undefined
}

const WINDOWS = { five_hour: '5h', seven_day: '7d', spend_limit: 'spend' } as const

function readLimits(limits: Json): LimitWindow[] {
  return Object.entries(WINDOWS).flatMap(([field, name]) => {
    const window = objectIn(limits, field)
    const used = amountIn(window, 'used_percentage')
    if (used === undefined) return []
    return [{ name, used: used / 100, resetsAt: toResetTime(amountIn(window, 'resets_at')) }]
  })
}

function objectIn(from: Json, field: string): Json {
  const value = Object.hasOwn(from, field) ? from[field] : undefined
  return isRecord(value) ? value : NOTHING
}

function nameIn(from: Json, field: string): string | undefined {
  const value = Object.hasOwn(from, field) ? from[field] : undefined
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_NAME) : undefined
}

/** A number from 0 to 10^13: tokens, percent, dollars or seconds. */
function amountIn(from: Json, field: string): number | undefined {
  const value = Object.hasOwn(from, field) ? from[field] : undefined
  return typeof value === 'number' && value >= 0 && value <= 1e13 ? value : undefined
}
