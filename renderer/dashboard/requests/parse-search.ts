import { Check } from 'typebox/value'
import { CacheReason } from '../../../shared/explanation.ts'
import { RequestKind } from '../../../shared/request-kind.ts'
import type { ListFilter } from './to-filter.ts'

interface ParsedSearch {
  /** Filters that the text names. */
  change: ListFilter
  /** The other words. */
  rest: string
}

/** A word or `key:"a value"`, and the space after it. */
const WORD = /((?:[^\s"]|"[^"]*(?:"|$))+)(\s*)/g

/**
 * Takes the filters out of a search: `tool:edit file:theme.css status:529 cost:>0.5 >10s today`. The last word counts
 * once a space follows, so that a word that is being typed stays.
 *
 * @param now in ms since the epoch
 */
export function parseSearch(text: string, now: number): ParsedSearch {
  let change: ListFilter = {}
  let rest = ''
  for (const [whole, word = '', space] of text.matchAll(WORD)) {
    const found = space === '' ? undefined : readWord(word, now)
    if (found === undefined) rest += whole
    else change = { ...change, ...found }
  }
  return { change, rest: Object.keys(change).length > 0 ? rest.trim() : rest }
}

function readWord(word: string, now: number): ListFilter | undefined {
  const lower = word.toLowerCase()
  if (Object.hasOwn(TIMES, lower)) return TIMES[lower]?.(now)
  if (word.startsWith('>')) return readDuration(word)
  const colon = word.indexOf(':')
  const key = lower.slice(0, colon)
  const value = word.slice(colon + 1).replaceAll('"', '')
  if (colon < 1 || value === '' || !Object.hasOwn(KEYS, key)) return undefined
  return KEYS[key]?.(value)
}

const TIMES: Readonly<Record<string, (now: number) => ListFilter>> = {
  today: (now) => ({ start: dayStart(now, 0) }),
  yesterday: (now) => ({ start: dayStart(now, 1), end: dayStart(now, 0) }),
}

const STATES: Readonly<Record<string, ListFilter>> = {
  slow: { slow: true },
  routed: { routed: true },
  ok: { outcome: 'ok' },
  failed: { outcome: 'failed' },
  limited: { outcome: 'limited' },
  cancelled: { outcome: 'left' },
  running: { outcome: 'open' },
}

const KEYS: Readonly<Record<string, (value: string) => ListFilter | undefined>> = {
  tool: (tool) => ({ tool }),
  file: (file) => ({ file }),
  project: (inProject) => ({ inProject }),
  model: (model) => ({ model }),
  status: (status) =>
    /^([1-5]\d\d|[1-5]xx|ok|error|aborted|open)$/i.test(status)
      ? { status: status.toLowerCase() }
      : undefined,
  session: (session) => ({ session }),
  agent: (agent) => ({ agent }),
  provider: (provider) => ({ provider }),
  error: (errorType) => ({ errorType }),
  kind: toKind,
  miss: toMiss,
  is: (state) => STATES[state.toLowerCase()],
  cost: (text) => {
    const dollars = Number(text.replace(/^>=?\$?/, '').replace(',', '.'))
    return dollars > 0 ? { minCost: dollars } : undefined
  },
  duration: readDuration,
}

function toKind(text: string): ListFilter | undefined {
  const kind = text.toLowerCase()
  return Check(RequestKind, kind) ? { kind } : undefined
}

/** `miss:tools`, or `miss:any` for every reason. */
function toMiss(text: string): ListFilter | undefined {
  const cacheReason = text.toLowerCase()
  if (cacheReason === 'any') return { missed: true }
  return Check(CacheReason, cacheReason) ? { cacheReason } : undefined
}

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `>10s` → 10,000 ms */
function readDuration(text: string): ListFilter | undefined {
  const [, amount = '', unit = ''] = /^>?(\d{1,6}(?:[.,]\d{1,3})?)(ms|s|m|h)$/i.exec(text) ?? []
  const ms = Number(amount.replace(',', '.')) * (MS[unit.toLowerCase()] ?? Number.NaN)
  return ms > 0 ? { minDurationMs: Math.round(ms) } : undefined
}

function dayStart(now: number, daysAgo: number): string {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).toISOString()
}
