import { expect, test } from 'vitest'
import type { LimitFact, NoticeFacts } from './notice.ts'
import { toNotices, type ToldLimits } from './to-notices.ts'

const CALM: NoticeFacts = { health: 'healthy', drain: undefined, signInExpired: false, limits: [] }
const used = (share: number, reset = '1763640000'): LimitFact => ({ name: '5 h', used: share, reset })

/** The titles of what a user sees while these facts follow each other. */
function titles(...facts: Partial<NoticeFacts>[]): string[] {
  let before: NoticeFacts | undefined
  let told: ToldLimits = {}
  return facts.flatMap((change) => {
    const now = { ...CALM, ...change }
    const result = toNotices(before, now, told)
    before = now
    told = result.told
    return result.notices.map(({ title }) => title)
  })
}

test('tells of a failing health once, and again after it was well', () => {
  const bad = { health: 'unhealthy' } as const
  expect(titles({}, bad, bad, {}, bad)).toEqual(['Signalbox is unhealthy', 'Signalbox is unhealthy'])
})

test('tells of nothing that was so at the first look, or that nobody knows', () => {
  expect(titles({ health: 'unhealthy', signInExpired: true })).toEqual([])
  expect(
    titles({ health: undefined, signInExpired: undefined }, { health: 'unhealthy', signInExpired: true }),
  ).toEqual([])
})

test('tells of an expired sign-in once', () => {
  const expired = { signInExpired: true }
  expect(titles({}, expired, expired)).toEqual(['Claude’s sign-in has expired'])
})

test('tells when the last request of a drain has ended, but not of one that had none, nor while quitting', () => {
  const drain = (left: number, by: 'user' | 'exit' = 'user') => ({ drain: { by, left } })
  expect(titles({}, drain(2), drain(1), drain(0), drain(0))).toEqual(['Drained'])
  expect(titles({}, drain(0))).toEqual([])
  expect(titles({}, drain(1, 'exit'), drain(0, 'exit'))).toEqual([])
})

test('tells of a limit once in each window, from 90 % on, also at the first look', () => {
  expect(titles({ limits: [used(0.899)] }, { limits: [used(0.9)] }, { limits: [used(0.97)] })).toEqual([
    '90 % of the 5 h limit is used',
  ])
  expect(titles({ limits: [used(0.95)] }, { limits: [used(0.95, '1763658000')] })).toHaveLength(2)
})

test('what was told before the last start is not told again', () => {
  const { notices, told } = toNotices(undefined, { ...CALM, limits: [used(0.95)] }, { '5 h': '1763640000' })
  expect(notices).toEqual([])
  expect(told).toEqual({ '5 h': '1763640000' })
})
