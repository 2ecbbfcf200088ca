import { expect, test } from 'vitest'
import { finding } from '../../../shared/language/say-verdict.ts'
import { speak } from '../language/create-speech.ts'
import { verdict } from '../tray/snapshot-fixtures.ts'
import type { LimitFact, NoticeFacts } from './notice.ts'
import { toNotices, type ToldLimits } from './to-notices.ts'

const SPEECH = speak('en')
const FINE = verdict('running')
const BAD = { verdict: verdict('error', finding('check_failed', { check: 'storage', output: 'no' })) }
const EXPIRED = { verdict: verdict('warning', finding('sign_in_expired')) }
const CALM: NoticeFacts = { verdict: FINE, drain: undefined, limits: [] }
const used = (share: number, reset = '1763640000'): LimitFact => ({ name: '5 h', used: share, reset })

/** Titles of the notices for a sequence of facts. */
function titles(...facts: Partial<NoticeFacts>[]): string[] {
  let before: NoticeFacts | undefined
  let told: ToldLimits = {}
  return facts.flatMap((change) => {
    const now = { ...CALM, ...change }
    const result = toNotices(before, now, { told, speech: SPEECH })
    before = now
    told = result.told
    return result.notices.map(({ title }) => title)
  })
}

test('tells of a failing health once, and again after it was well', () => {
  expect(titles({}, BAD, BAD, {}, BAD)).toEqual(['Signalbox is unhealthy', 'Signalbox is unhealthy'])
})

test('gives the reason of the verdict, in the language of the app', () => {
  const { notices } = toNotices(CALM, { ...CALM, ...BAD }, { told: {}, speech: speak('de') })
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

test('tells of a limit once in each window, from 90 % on, also at the first look', () => {
  expect(titles({ limits: [used(0.899)] }, { limits: [used(0.9)] }, { limits: [used(0.97)] })).toEqual([
    '90 % of the 5 h limit is used',
  ])
  expect(titles({ limits: [used(0.95)] }, { limits: [used(0.95, '1763658000')] })).toHaveLength(2)
})

test('two accounts do not take turns in being news', () => {
  const limits = [used(0.95), used(0.93, '1763650000')]
  expect(titles({ limits }, { limits }, { limits })).toHaveLength(2)
})

test('forgets windows of long ago', () => {
  let told: ToldLimits = {}
  for (let window = 0; window < 100; window++) {
    const now = { ...CALM, limits: [used(0.95, String(1763640000 + window * 18_000))] }
    told = toNotices(undefined, now, { told, speech: SPEECH }).told
  }
  expect(Object.values(told)).toContain(String(1763640000 + 99 * 18_000))
  expect(Object.keys(told).length).toBeLessThanOrEqual(20)
})

test('what was told before the last start is not told again', () => {
  const before = { '5 h 1763640000': '1763640000' }
  const now = { ...CALM, limits: [used(0.95)] }
  const { notices, told } = toNotices(undefined, now, { told: before, speech: SPEECH })
  expect(notices).toEqual([])
  expect(told).toBe(before)
})

test('speaks German, with days and hours as they are written there', () => {
  const now = { ...CALM, limits: [used(0.93)] }
  const { notices } = toNotices(undefined, now, { told: {}, speech: speak('de') })
  expect(notices).toEqual([
    {
      title: 'Vom Limit für 5 h sind 93 % verbraucht',
      body: expect.stringMatching(/^Zurücksetzung: \p{L}{2}\., \d\d:\d\d\.$/u),
    },
  ])
})
