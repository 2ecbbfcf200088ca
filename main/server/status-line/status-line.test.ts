import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_PRICES } from '../../../shared/prices.ts'
import { DEFAULT_STATUS_LINE, type StatusLineSettings } from '../../../shared/status-line.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import { chooseLimit } from './choose-limit.ts'
import { createSessionMemory } from './create-session-memory.ts'
import { createStatusLine } from './create-status-line.ts'
import { renderLine } from './render-line.ts'

const NOW = new Date(2026, 11, 1, 12, 0).getTime()
const HOUR = 3_600_000
const SESSION = '7a1f0f4e-0000-4000-8000-000000000001'

/** As Claude Code 2.1.329 sends it, shortened. */
const INPUT = {
  session_id: SESSION,
  model: { id: 'claude-opus-5[1m]', display_name: 'Opus 5' },
  cost: { total_cost_usd: 1.5 },
  context_window: { used_percentage: 42, context_window_size: 200_000, current_usage: null },
}

function finished(change: Partial<FinishedRequest> = {}): FinishedRequest {
  return {
    session: SESSION,
    isAgent: false,
    template: '/v1/messages',
    model: 'claude-opus-5',
    provider: 'anthropic',
    usage: {
      input_tokens: 10_000,
      cache_read_input_tokens: 90_000,
      cache_creation_input_tokens: 0,
      output_tokens: 1000,
    },
    requestId: 'a',
    method: 'POST',
    countedStatus: 200,
    endedBy: 'upstream',
    phase: 'done',
    durationMs: 1,
    error: undefined,
    fromUpstream: true,
    attempts: [],
    ...change,
  }
}

function rig(change: Partial<StatusLineSettings> = {}) {
  const memory = createSessionMemory()
  const state = { inFlight: 0, isDraining: false }
  const line = createStatusLine({
    memory,
    settings: () => ({ ...DEFAULT_STATUS_LINE, colors: false, ...change }),
    prices: () => DEFAULT_PRICES,
    inFlight: () => state.inFlight,
    isDraining: () => state.isDraining,
    now: () => NOW,
  })
  return { memory, state, line: (input: unknown) => line(Buffer.from(JSON.stringify(input))) }
}

describe('the status line', () => {
  it('shows what Claude Code says before the first request', () => {
    expect(rig().line(INPUT)).toBe('Opus 5 · context 42% · $1.50')
  })

  it('adds what passed through here: cache, cost, requests in flight', () => {
    const { memory, state, line } = rig()
    line({ ...INPUT, cost: { total_cost_usd: 0 } })
    memory.finished(finished())
    state.inFlight = 2
    // 10,000 × $5 + 90,000 × $0.50 + 1,000 × $25 per million.
    expect(line(INPUT)).toBe('Opus 5 · context 42% · cache 90% · $0.12 · 2 in flight')
    state.isDraining = true
    expect(line(INPUT)).toContain('draining, 2 in flight')
  })

  it('shows the model that ran and its provider, not the one that Claude Code thinks it uses', () => {
    const { memory, line } = rig()
    memory.finished(finished({ servedModel: 'gpt-5.6', provider: 'openai' }))
    expect(line(INPUT)).toMatch(/^gpt-5\.6 via openai · /)
  })

  it('ignores helpers and sub-agents for the last turn, but counts what they cost', () => {
    const { memory, line } = rig()
    line({ ...INPUT, cost: { total_cost_usd: 0 } })
    memory.finished(finished())
    const usage = { input_tokens: 1_000_000, output_tokens: 0 }
    memory.finished(finished({ model: 'claude-haiku-4-5', usage }))
    memory.finished(finished({ isAgent: true, usage }))
    expect(line(INPUT)).toBe('Opus 5 · context 42% · cache 90% · $6.12')
  })

  it('keeps the cost from before Signalbox saw the session', () => {
    const { memory, line } = rig()
    memory.finished(finished())
    expect(line(INPUT)).toContain('$1.50')
    memory.finished(finished())
    expect(line(INPUT)).toContain('$1.62')
  })

  it('shows no cost where a model that ran has no price', () => {
    const { memory, line } = rig()
    memory.finished(finished({ servedModel: 'llama', provider: 'groq' }))
    expect(line(INPUT)).not.toContain('$')
  })

  it('shows the limit that ends first, by the headers of the responses', () => {
    const { memory, line } = rig()
    const reset = (hours: number) => String((NOW + hours * HOUR) / 1000)
    const responseHeaders = [
      ['anthropic-ratelimit-unified-5h-utilization', '0.3'],
      ['anthropic-ratelimit-unified-5h-reset', reset(1)],
      ['Anthropic-Ratelimit-Unified-7d_opus-Utilization', '0.9'],
      ['Anthropic-Ratelimit-Unified-7d_opus-Reset', reset(72)],
      ['anthropic-ratelimit-unified-overage-utilization', '0.99'],
    ].flat()
    memory.finished(finished({ responseHeaders, usage: undefined }))
    expect(line(INPUT)).toContain('7d opus 90%, full 22:40')
    // A 429 without limits says nothing about them.
    memory.finished(finished({ responseHeaders: ['retry-after', '5'], usage: undefined }))
    expect(line(INPUT)).toContain('7d opus 90%')
  })

  it('takes limits from Claude Code where no response passed', () => {
    const resets_at = NOW / 1000 + 3600
    const rate_limits = { five_hour: { used_percentage: 70, resets_at }, seven_day: null }
    expect(rig().line({ ...INPUT, rate_limits })).toContain('5h 70%, resets 13:00')
  })

  it('forgets the least recently used sessions', () => {
    const { memory } = rig()
    for (let i = 0; i < 300; i++) memory.finished(finished({ session: `s${i}` }))
    expect(memory.lastTurn('s0', undefined)).toBeUndefined()
    expect(memory.lastTurn('s299', undefined)).toBeDefined()
  })
})

describe('hostile input', () => {
  it('with invented IDs pushes out no session that sent requests', () => {
    const { memory, line } = rig()
    line({ ...INPUT, cost: { total_cost_usd: 0 } })
    memory.finished(finished())
    const shown = line(INPUT)
    for (let i = 0; i < 1000; i++) line({ session_id: `invented-${i}`, cost: { total_cost_usd: 1 } })
    expect(line(INPUT)).toBe(shown)
    expect(shown).toContain('$0.12')
  })

  it.each([0, 1e11, 1e13])('with a reset at %d s shows no time', (resets_at) => {
    const rate_limits = { five_hour: { used_percentage: 70, resets_at } }
    expect(rig().line({ ...INPUT, rate_limits })).toMatch(/5h 70%$/)
  })

  // oxlint-disable-next-line no-control-regex
  const LINE = /^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\u001B\[(?:0|2|31|33)m)*$/u
  const evil = [
    '\u001B]0;title\u0007',
    '\r\nsecond',
    '\u202Eabc',
    '\u009B31m',
    '\ud800',
    '\u2028',
    'x'.repeat(5000),
  ]

  it.each(evil)('gives one safe line: %j', (text) => {
    const { memory, line } = rig({ colors: true })
    memory.finished(finished({ servedModel: text, provider: text }))
    const input = { ...INPUT, model: { id: 'claude-opus-5', display_name: text }, session_name: text }
    const shown = line(input)
    expect(shown).toMatch(LINE)
    expect(shown.length).toBeLessThan(500)
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '1',
    '['.repeat(60_000),
    `{"a":"${'x'.repeat(90_000)}"}`,
    '\0',
    'é',
  ])('of the wrong shape gives an empty line: %#', (text) => {
    const statusLine = createStatusLine({
      memory: createSessionMemory(),
      settings: () => DEFAULT_STATUS_LINE,
      prices: () => DEFAULT_PRICES,
      inFlight: () => 0,
      isDraining: () => false,
      now: () => NOW,
    })
    expect(statusLine(Buffer.from(text))).toBe('')
  })

  it('of any kind never throws', () => {
    const { line } = rig({ colors: true })
    const key = fc.constantFrom(
      'session_id',
      'model',
      'id',
      'cost',
      'total_cost_usd',
      'context_window',
      '__proto__',
    )
    const value = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value))), (input) => {
        expect(line(input)).toMatch(LINE)
      }),
    )
  })
})

describe('a template', () => {
  const fields = {
    model: { text: 'opus' },
    cost: { text: '$1' },
    limit: { text: '', tone: 'error' as const },
  }
  const render = (change: Partial<StatusLineSettings>) =>
    renderLine(fields, { ...DEFAULT_STATUS_LINE, colors: false, ...change })

  it('leaves out parts without a value, and keeps the user’s own words', () => {
    expect(render({ template: '{model}{route}|limit {limit}|cost {cost}|mine', separator: ' / ' })).toBe(
      'opus / cost $1 / mine',
    )
    expect(render({ template: '{unknown}' })).toBe('{unknown}')
  })

  it('colors by urgency', () => {
    const line = renderLine({ context: { text: '95%', tone: 'error' } }, { ...DEFAULT_STATUS_LINE })
    expect(line).toBe('\u001B[31mcontext 95%\u001B[0m')
  })
})

describe('the limit that ends first', () => {
  const window = (name: string, used: number, hours: number) => ({ name, used, resetsAt: NOW + hours * HOUR })

  it.each([
    ['nothing', [], undefined],
    ['a window that is over', [window('5h', 0.9, -1)], undefined],
    ['the fullest', [window('5h', 0.1, 1), window('7d', 0.2, 20)], '7d'],
    ['one that runs out before it resets', [window('5h', 0.5, 4), window('7d', 0.8, 20)], '5h'],
    ['one that is used up', [window('5h', 0.5, 4), window('7d', 1, 100)], '7d'],
    ['an unknown one', [window('spend', 0.5, 4)], 'spend'],
  ])('is %s', (_what, windows, name) => {
    expect(chooseLimit(windows, NOW)?.name).toBe(name)
  })
})
