/*
 * Header sets that Anthropic sends, and what the tray says of them. The sets were seen by others:
 * github.com/Wei-Shaw/sub2api/pull/3698 (`7d_oi` refused), github.com/askalf/dario/issues/1262 (`7d_oi` used up while
 * the other weeks aren't), github.com/anthropics/claude-code/issues/92080 (which windows Claude Code knows).
 */

/** A response before the look at the limits. */
export interface CaseResponse {
  /** In minutes. */
  ago: number
  organization?: string
  headers: Record<string, string>
}

export interface LimitCase {
  name: string
  responses: (now: number) => CaseResponse[]
  /** The tray's lines at 12:00: name, usage, texts. */
  says: (readonly [name: string, used: string, text: string])[]
  /** The sentences below them. */
  notes?: string[]
}

/** One window's headers; `hours` until its reset. */
function window(now: number, name: string, used: string, hours: number, status?: string) {
  const prefix = `anthropic-ratelimit-unified-${name}`
  return {
    [`${prefix}-utilization`]: used,
    [`${prefix}-reset`]: String(Math.round(now / 1_000 + hours * 3_600)),
    ...(status !== undefined && { [`${prefix}-status`]: status }),
  }
}

const unified = (part: string, value: string) => ({ [`anthropic-ratelimit-unified-${part}`]: value })

/** Two windows in the middle of their time, used so little that they last. */
const calm = (now: number) => ({ ...window(now, '5h', '0.31', 2), ...window(now, '7d', '0.42', 80) })

const inSeconds = (now: number, seconds: number) => new Date(now + seconds * 1_000).toISOString().slice(0, 19)

export const LIMIT_CASES: readonly LimitCase[] = [
  {
    name: 'both-windows',
    responses: (now) => [{ ago: 0, headers: { ...calm(now), ...unified('status', 'allowed') } }],
    says: [
      ['5 h', '31 %', 'resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
    ],
  },
  {
    name: 'runs-out-first-on-top',
    responses: (now) => [
      { ago: 0, headers: { ...window(now, '5h', '0.31', 2), ...window(now, '7d', '0.9', 27) } },
    ],
    says: [
      ['7 d', '90 %', 'until Sun 03:40 at this pace'],
      ['5 h', '31 %', 'resets in 2 h'],
    ],
  },
  {
    name: 'at-this-pace-today',
    responses: (now) => [
      { ago: 0, headers: { ...window(now, '5h', '0.86', 1.7), ...window(now, '7d', '0.31', 75) } },
    ],
    says: [
      ['5 h', '86 %', 'until 12:32 at this pace'],
      ['7 d', '31 %', 'resets in 3 d 3 h'],
    ],
  },
  {
    name: 'too-early-for-a-pace',
    responses: (now) => [
      { ago: 0, headers: { ...window(now, '5h', '0.04', 4.95), ...window(now, '7d', '0.02', 166) } },
    ],
    says: [
      ['5 h', '4 %', 'resets in 4 h 57 m'],
      ['7 d', '2 %', 'resets in 6 d 22 h'],
    ],
  },
  {
    name: 'fable-then-haiku',
    responses: (now) => [
      { ago: 40, headers: { ...calm(now), ...window(now, '7d_oi', '0.92', 80, 'allowed_warning') } },
      { ago: 0, headers: calm(now) },
    ],
    says: [
      ['7 d Fable', '92 %', 'until 18:55 at this pace. Reported 40 m ago.'],
      ['5 h', '31 %', 'resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
    ],
  },
  {
    name: 'fable-refused',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          ...window(now, '5h', '0.0', 0.06, 'allowed'),
          ...window(now, '7d', '0.94', 14.4, 'allowed_warning'),
          ...window(now, '7d_oi', '1.0', 14.4, 'rejected'),
          ...unified('status', 'rejected'),
          ...unified('7d_oi-surpassed-threshold', '1.0'),
          ...unified('representative-claim', 'seven_day_overage_included'),
          'retry-after': '51811',
        },
      },
    ],
    says: [
      ['7 d Fable', '100 %', 'reached, resets in 14 h 24 m'],
      ['7 d', '94 %', 'until 21:48 at this pace'],
      ['5 h', '0 %', 'resets in 4 m'],
    ],
  },
  {
    name: 'opus-week',
    responses: (now) => [{ ago: 0, headers: { ...calm(now), ...window(now, '7d_opus', '0.2', 80) } }],
    says: [
      ['5 h', '31 %', 'resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
      ['7 d Opus', '20 %', 'resets in 3 d 8 h'],
    ],
  },
  {
    name: 'overage-in-use',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          ...window(now, '5h', '1.02', 2, 'rejected'),
          ...window(now, '7d', '0.42', 80),
          ...unified('status', 'allowed'),
          ...window(now, 'overage', '0.35', 240, 'allowed'),
          ...unified('overage-in-use', 'true'),
        },
      },
    ],
    says: [
      ['5 h', '102 %', 'reached, resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
      ['Extra usage', '35 %', 'resets in 10 d. In use now.'],
    ],
  },
  {
    name: 'overage-only',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          ...unified('reset', String(Math.round(now / 1_000 + 3_600))),
          ...window(now, 'overage', '0.35', 240, 'allowed'),
          ...unified('overage-in-use', 'true'),
        },
      },
    ],
    says: [['Extra usage', '35 %', 'resets in 10 d. In use now.']],
  },
  {
    name: 'no-credits-left',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          ...window(now, '5h', '1', 2, 'rejected'),
          ...unified('status', 'rejected'),
          ...unified('overage-status', 'rejected'),
          ...unified('overage-disabled-reason', 'out_of_credits'),
        },
      },
    ],
    says: [
      ['5 h', '100 %', 'reached, resets in 2 h'],
      ['Extra usage', '–', 'Not available: no credits left.'],
    ],
  },
  {
    name: 'status-alone',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          ...unified('status', 'rejected'),
          ...unified('reset', String(Math.round(now / 1_000 + 3_600))),
        },
      },
    ],
    says: [['Subscription', '–', 'reached, resets in 1 h']],
  },
  {
    name: 'another-account',
    responses: (now) => [
      { ago: 3, organization: 'a', headers: window(now, '5h', '0.96', 2) },
      { ago: 0, organization: 'b', headers: window(now, '5h', '0.12', 2) },
    ],
    says: [['5 h', '12 %', 'resets in 2 h']],
    notes: ['Account 2.'],
  },
  {
    name: 'moving-reset',
    responses: (now) =>
      [3, 2, 1, 0].map((ago) => ({ ago, headers: window(now, '5h', '0.31', 2 + (ago % 2) / 1_800) })),
    says: [['5 h', '31 %', 'resets in 2 h']],
  },
  {
    name: 'bare-429',
    responses: (now) => [
      { ago: 1, headers: calm(now) },
      { ago: 0, headers: { 'retry-after': '30' } },
    ],
    says: [
      ['5 h', '31 %', 'resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
    ],
  },
  {
    name: 'old-values',
    responses: (now) => [
      { ago: 90, headers: { ...window(now, '5h', '0.5', 1), ...window(now, '7d', '0.42', 80) } },
    ],
    says: [
      ['5 h', '50 %', 'resets in 1 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
    ],
    notes: ['Updated 1 h ago.'],
  },
  {
    name: 'window-over',
    responses: (now) => [
      { ago: 60, headers: { ...window(now, '5h', '0.97', -0.1), ...window(now, '7d', '0.42', 80) } },
    ],
    says: [
      ['7 d', '42 %', 'resets in 3 d 8 h'],
      ['5 h', '–', 'not known yet'],
    ],
    notes: ['Updated 1 h ago.'],
  },
  {
    name: 'api-key-nearly-used',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          'anthropic-ratelimit-requests-limit': '50',
          'anthropic-ratelimit-requests-remaining': '49',
          'anthropic-ratelimit-requests-reset': `${inSeconds(now, 2)}Z`,
          'anthropic-ratelimit-input-tokens-limit': '80000',
          'anthropic-ratelimit-input-tokens-remaining': '4000',
          'anthropic-ratelimit-input-tokens-reset': `${inSeconds(now, 57)}Z`,
        },
      },
    ],
    says: [['Input tokens', '95 %', 'resets in 57 s']],
  },
  {
    name: 'fast-and-priority',
    responses: (now) => [
      {
        ago: 0,
        headers: {
          ...calm(now),
          'anthropic-fast-output-tokens-limit': '10000',
          'anthropic-fast-output-tokens-remaining': '0',
          'anthropic-fast-output-tokens-reset': `${inSeconds(now, 40)}Z`,
          'anthropic-priority-input-tokens-limit': '10000',
          'anthropic-priority-input-tokens-remaining': '9618',
          'anthropic-priority-input-tokens-reset': `${inSeconds(now, 40)}Z`,
        },
      },
    ],
    says: [
      ['Fast mode: Output tokens', '100 %', 'reached, resets in 40 s'],
      ['5 h', '31 %', 'resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
    ],
  },
  {
    name: 'hostile',
    responses: (now) => [
      { ago: 1, headers: calm(now) },
      {
        ago: 0,
        headers: {
          ...window(now, '5h', 'NaN', 1e9),
          ...window(now, '7d', '-3', -1e9),
          ...Object.fromEntries(
            Array.from({ length: 10_000 }, (_, index) => [
              `anthropic-ratelimit-unified-${index}-utilization`,
              '0.99',
            ]),
          ),
        },
      },
    ],
    says: [
      ['0', '99 %', ''],
      ['1', '99 %', ''],
      ['10', '99 %', ''],
      ['5 h', '31 %', 'resets in 2 h'],
      ['7 d', '42 %', 'resets in 3 d 8 h'],
    ],
    notes: ['27 more on the dashboard.'],
  },
  {
    name: 'never-reported',
    responses: () => [{ ago: 0, headers: { 'content-type': 'application/json' } }],
    says: [
      ['5 h', '–', 'not known yet'],
      ['7 d', '–', 'not known yet'],
    ],
  },
]
