import { expect, it } from 'vitest'
import { createNewestReports } from './newest-reports.ts'

const limit = (value: string, name = 'Anthropic-Ratelimit-Unified-5h-Utilization') => [name, value]
const organization = (id: string) => ['anthropic-organization-id', id]

it('keeps the newest response of each kind, oldest first', () => {
  const reports = createNewestReports()
  const [other, first, second] = [limit('0.9', 'anthropic-x-utilization'), limit('0.1'), limit('0.2')]
  reports.add(first, 1)
  reports.add(other, 2)
  reports.add(second, 3)
  expect(reports.take()).toEqual([
    { headers: other, at: 2 },
    { headers: second, at: 3 },
  ])
  expect(reports.take()).toEqual([])
})

it('keeps responses that say something of their own', () => {
  const reports = createNewestReports()
  const all = [
    limit('0.1'),
    limit('unknown'),
    [...organization('a'), ...limit('0.1')],
    [...organization('b'), ...limit('0.1')],
    [...limit('0.1'), ...organization('b')],
  ]
  for (const headers of all) reports.add(headers, 1)
  expect(reports.take().map(({ headers }) => headers)).toEqual(all)
})

it('says when an upstream that invents names has filled it', () => {
  const reports = createNewestReports()
  const added = Array.from({ length: 16 }, (_, n) => reports.add(limit('0.1', `anthropic-limit-${n}`), n))
  expect(added.map((isRoom) => !isRoom)).toEqual([...Array.from({ length: 15 }, () => false), true])
})
