import { expect, test } from 'vitest'
import { speak } from '../language/create-speech.ts'
import { limitNotices, type ToldLimits } from './limit-notices.ts'
import type { LimitFact } from './notice.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const HOUR = 3_600_000

function fact(used: number, change: Partial<LimitFact> = {}): LimitFact {
  return {
    key: 'org subscription/5h',
    pool: 'subscription',
    name: '5h',
    used,
    resetsAt: NOW + 2 * HOUR,
    isReached: used >= 1,
    isOver: false,
    ...change,
  }
}

interface Look {
  facts: LimitFact[]
  /** In ms after `NOW`. */
  after?: number
}

/** Titles of the notices for a sequence of looks. */
function titles(...looks: (LimitFact | Look)[]): string[] {
  let told: ToldLimits = {}
  return looks.flatMap((look) => {
    const { facts, after = 0 } = 'facts' in look ? look : { facts: [look] }
    const result = limitNotices(facts, { told, now: NOW + after, speech: speak('en') })
    // As over a restart: only what is in the file survives.
    told = JSON.parse(JSON.stringify(result.told)) as ToldLimits
    return result.notices.map(({ title }) => title)
  })
}

test('tells of each step once, also over restarts', () => {
  const uses = [0.5, 0.799, 0.8, 0.85, 0.8, 0.949, 0.95, 0.99, 0.999, 1, 1.02, 1]
  expect(titles(...uses.map((used) => fact(used)))).toEqual([
    '80 % of the 5 h limit is used',
    '95 % of the 5 h limit is used',
    'The 5 h limit is reached',
  ])
})

test('tells only of the highest step that was passed at once', () => {
  expect(titles(fact(0.1), fact(0.97))).toEqual(['97 % of the 5 h limit is used'])
  expect(titles(fact(1))).toEqual(['The 5 h limit is reached'])
})

test('takes a limit that the upstream refuses for reached, whatever its number', () => {
  expect(titles(fact(0.99, { used: undefined, isReached: true }))).toEqual(['The 5 h limit is reached'])
})

test.each([1_000, 59_000, 10 * 60_000, HOUR])('a reset that moves by %i ms is the same window', (by) => {
  const moved = [0, by, -by, by].map((move) => fact(0.9, { resetsAt: NOW + 2 * HOUR + move }))
  expect(titles(...moved)).toHaveLength(1)
})

test('a reset that creeps forward second by second is the same window', () => {
  const crept = Array.from({ length: 5_000 }, (_, second) =>
    fact(0.9, { resetsAt: NOW + 2 * HOUR + second * 1_000 }),
  )
  expect(titles(...crept)).toHaveLength(1)
})

test('tells again of the next window', () => {
  expect(titles(fact(0.9), fact(0.9, { resetsAt: NOW + 7 * HOUR }))).toHaveLength(2)
})

test('tells once that a reached limit has reset, and of no other limit', () => {
  const over = { facts: [fact(1, { isOver: true, resetsAt: NOW })], after: 1_000 }
  expect(titles(fact(1, { resetsAt: NOW }), over, over, over)).toEqual([
    'The 5 h limit is reached',
    'The 5 h limit has reset',
  ])
  const nearly = { facts: [fact(0.99, { isOver: true, resetsAt: NOW })], after: 1_000 }
  expect(titles(fact(0.99, { resetsAt: NOW }), nearly)).toEqual(['99 % of the 5 h limit is used'])
})

test('tells that a limit has reset when the next window is the first thing heard of it', () => {
  const next = { facts: [fact(0.01, { resetsAt: NOW + 7 * HOUR })], after: 3 * HOUR }
  expect(titles(fact(1), next, next)).toEqual(['The 5 h limit is reached', 'The 5 h limit has reset'])
})

test('tells that a limit was reset early', () => {
  expect(titles(fact(1), fact(0.02), fact(0.81))).toEqual([
    'The 5 h limit is reached',
    'The 5 h limit has reset',
    '81 % of the 5 h limit is used',
  ])
})

test('tells nothing of a reset that is long ago', () => {
  const later = { facts: [fact(1, { isOver: true, resetsAt: NOW })], after: 24 * HOUR }
  expect(titles(fact(1, { resetsAt: NOW }), later)).toEqual(['The 5 h limit is reached'])
})

test('a limit without a reset time is told once until it is free again', () => {
  const open = (used: number) => fact(used, { resetsAt: undefined })
  expect(titles(open(0.9), open(0.9), open(1), open(0.1), open(0.85))).toEqual([
    '90 % of the 5 h limit is used',
    'The 5 h limit is reached',
    '85 % of the 5 h limit is used',
  ])
})

test('accounts and windows do not take turns in being news, and each is named', () => {
  const facts = [
    fact(0.96, { key: 'a subscription/5h', account: 1 }),
    fact(0.9, { key: 'b subscription/5h', account: 2, resetsAt: NOW + HOUR }),
    fact(1, { key: 'b subscription/7d_oi', name: '7d_oi', account: 2 }),
  ]
  const { notices, told } = limitNotices(facts, { told: {}, now: NOW, speech: speak('en') })
  expect(notices.map(({ body }) => body.slice(0, 10))).toEqual(['Account 1.', 'Account 2.', 'Account 2.'])
  expect(limitNotices(facts, { told, now: NOW, speech: speak('en') })).toEqual({ notices: [], told })
})

test('remembers a bounded number of limits, and ignores what is no entry', () => {
  let told: ToldLimits = { 'org subscription/5h': 'null', '5 h 1763640000': '1763640000' }
  const many = Array.from({ length: 1_000 }, (_, index) => fact(0.9, { key: `org subscription/w${index}` }))
  told = limitNotices(many, { told, now: NOW, speech: speak('en') }).told
  expect(Object.keys(told)).toHaveLength(40)
})

test('speaks German, with days and hours as they are written there', () => {
  const facts = [fact(0.93, { runsOutAt: NOW + HOUR })]
  const { notices } = limitNotices(facts, { told: {}, now: NOW, speech: speak('de') })
  expect(notices).toEqual([
    {
      title: 'Vom Limit für 5 h sind 93 % verbraucht',
      body: expect.stringMatching(
        /^Bei diesem Tempo erreicht: \p{L}{2}\., \d\d:\d\d\. Zurücksetzung: \p{L}{2}\., \d\d:\d\d\.$/u,
      ),
    },
  ])
})
