import { expect, test } from 'vitest'
import { finding } from '../../../shared/language/say-verdict.ts'
import { speak } from '../language/create-speech.ts'
import { verdict } from '../tray/snapshot-fixtures.ts'
import type { LimitFact, NoticeFacts } from './notice.ts'
import type { ToldLimits } from './limit-notices.ts'
import { toNotices } from './to-notices.ts'

const SPEECH = speak('en')
const FINE = verdict('running')
const BAD = { verdict: verdict('error', finding('check_failed', { check: 'storage', output: 'no' })) }
const EXPIRED = { verdict: verdict('warning', finding('sign_in_expired')) }
const CALM: NoticeFacts = { verdict: FINE, drain: undefined, limits: [], budgets: [] }

/** Titles of the notices for a sequence of facts. */
function titles(...facts: Partial<NoticeFacts>[]): string[] {
  let before: NoticeFacts | undefined
  let told: ToldLimits = {}
  return facts.flatMap((change) => {
    const now = { ...CALM, ...change }
    const result = toNotices(before, now, { told, at: 0, speech: SPEECH })
    before = now
    told = result.told
    return result.notices.map(({ title }) => title)
  })
}

test('tells of a failing health once, and again after it was well', () => {
  expect(titles({}, BAD, BAD, {}, BAD)).toEqual(['Signalbox is unhealthy', 'Signalbox is unhealthy'])
})

test('gives the reason of the verdict, in the language of the app', () => {
  const { notices } = toNotices(CALM, { ...CALM, ...BAD }, { told: {}, at: 0, speech: speak('de') })
  expect(notices).toEqual([{ title: 'Signalbox ist gestört', body: 'Prüfung „Speicher“ fehlgeschlagen: no' }])
})

test('tells of nothing that was so at the first look, or that is not known', () => {
  expect(titles(BAD)).toEqual([])
  expect(titles(EXPIRED)).toEqual([])
  expect(titles({ verdict: undefined }, BAD)).toEqual([])
  expect(titles({ verdict: undefined }, EXPIRED)).toEqual([])
})

test('tells of an expired sign-in once, also beside a worse reason', () => {
  const worse = {
    verdict: { ...EXPIRED.verdict, reason: finding('drained'), others: [finding('sign_in_expired')] },
  }
  expect(titles({}, EXPIRED, worse, EXPIRED)).toEqual(['Claude’s sign-in has expired'])
  expect(titles({}, worse)).toEqual(['Claude’s sign-in has expired'])
})

test('tells when the last request of a drain has ended, but not of one that had none, nor while quitting', () => {
  const drain = (
    left: number,
    { atStart = 2, by = 'user' }: { atStart?: number; by?: 'user' | 'exit' } = {},
  ) => ({
    drain: { by, atStart, left },
  })
  expect(titles({}, drain(2), drain(1), drain(0), drain(0))).toEqual(['Drained'])
  expect(titles({}, drain(0, { atStart: 0 }))).toEqual([])
  expect(titles({}, drain(1, { by: 'exit' }), drain(0, { by: 'exit' }))).toEqual([])
})

test('tells the end of a drain that was too short to be seen running', () => {
  const over = { drain: { by: 'user', atStart: 1, left: 0 } } as const
  expect(titles({}, over, over)).toEqual(['Drained'])
})

test('compares limits with what was told before the last start', () => {
  const limit: LimitFact = {
    key: 'org subscription/5h',
    pool: 'subscription',
    name: '5h',
    used: 0.93,
    resetsAt: undefined,
    isReached: false,
    isOver: false,
  }
  expect(titles({ limits: [limit] }, { limits: [limit] })).toEqual(['93 % of the 5 h limit is used'])
})
