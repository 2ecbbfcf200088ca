import { describe, expect, it } from 'vitest'
import type { UsageBy } from '../../shared/usage-by.ts'
import { readBy, readSince } from './read-usage-options.ts'
import { UsageError } from './usage-error.ts'
import { usageTable } from './usage-table.ts'

const sums = (requests: number, cost: number | null) => ({
  requests,
  input_tokens: requests * 1000,
  output_tokens: requests * 10,
  cache_read_input_tokens: requests * 100_000,
  cache_creation_5m_input_tokens: 5,
  cache_creation_1h_input_tokens: 7,
  web_search_requests: 0,
  cost,
})
const ANSWER: UsageBy = {
  groups: [
    { key: { project: '/home/me/app' }, ...sums(1234, 1234.567) },
    { key: { project: `/srv/${'deep/'.repeat(20)}end` }, ...sums(2, 0.001) },
    { key: { project: null }, ...sums(1, null) },
  ],
  total: sums(1237, 1234.568),
  unpriced: [
    { model: 'claude-x', requests: 3 },
    { model: 'claude-y', requests: 1 },
  ],
}
const OPTIONS = { groups: ['project'], width: 80, home: '/home/me', since: '2026-11-24' } as const

describe('the table of usage', () => {
  it('fits 80 columns, with money first, long paths from their end, and what has no price', () => {
    const lines = usageTable(ANSWER, OPTIONS)
    expect(lines.filter(({ length }) => length > 80)).toEqual([])
    expect(lines[0]).toBe('Usage since 2026-11-24, at list prices')
    expect(lines[2]).toMatch(/^Project +Cost  Requests  Input  Output   Cache$/)
    expect(lines[3]).toMatch(/^~\/app +\$1,234\.57 +1\.2k +1\.2M +12\.3k +123\.4M$/)
    expect(lines[4]).toMatch(/^…\S+deep\/end +<\$0\.01 +2 /)
    expect(lines[5]).toMatch(/^\(unknown\) +no price +1 /)
    expect(lines[6]).toMatch(/^Total +\$1,234\.57 /)
    expect(lines.slice(7)).toEqual([
      '3 requests of claude-x have no price.',
      '1 request of claude-y has no price.',
    ])
  })

  it('shortens a session ID the same way in each row, whatever is beside it', () => {
    const session = 'f34fb7cc-a8ba-4d4c-bcda-1962bf7af1b4'
    const models = ['claude-opus-5-5', 'claude-sonnet-5-5']
    const groups = models.map((model) => ({ key: { session, model }, ...sums(1, 1) }))
    const unknown = { key: { session: null, model: 'claude-opus-5-5' }, ...sums(1, 1) }
    const answer = { ...ANSWER, groups: [...groups, unknown] }
    const lines = usageTable(answer, { ...OPTIONS, groups: ['session', 'model'] })
    expect(lines.slice(3, 6).map((line) => line.split('  ')[0])).toEqual([
      'f34fb7cc · claude-opus-5-5',
      'f34fb7cc · claude-sonnet-5-5',
      '(unknown) · claude-opus-5-5',
    ])
  })

  it('names the project and the title of a session, on one line, and cuts their end', () => {
    const [known, other] = ['f34fb7cc-a8ba-4d4c-bcda-1962bf7af1b4', '0b1c-unknown']
    const groups = [known, other].map((session) => ({ key: { session }, ...sums(1, 1) }))
    const title = `Fix the \u001B[31mlogin ${'x'.repeat(200)}`
    const sessions = new Map([[known, { title, project: '/home/me/app/' }]])
    const lines = usageTable({ ...ANSWER, groups }, { ...OPTIONS, groups: ['session'], sessions })
    expect(lines[3]).toMatch(/^f34fb7cc app · Fix the \S+lo… +\$1\.00/)
    expect(lines[3]).not.toContain('\u001B')
    expect(lines[4]).toMatch(/^0b1c-unknown +\$1\.00/)
    expect(lines.filter(({ length }) => length > 80)).toEqual([])
  })

  it('shows a whole session ID in 80 columns', () => {
    const session = 'f34fb7cc-a8ba-4d4c-bcda-1962bf7af1b4'
    const answer = { ...ANSWER, groups: [{ key: { session }, ...sums(12_345, 99_999.99) }] }
    const lines = usageTable(answer, { ...OPTIONS, groups: ['session'] })
    expect(lines[3]).toContain(session)
    expect(lines[3]?.length).toBeLessThanOrEqual(80)
  })

  it('joins several groups, cuts long lists and says when there is nothing', () => {
    const groups = Array.from({ length: 60 }, (_, n) => ({
      key: { model: `m${n}`, day: '2026-12-01' },
      ...sums(1, 1),
    }))
    const lines = usageTable({ ...ANSWER, groups }, { ...OPTIONS, groups: ['model', 'day'] })
    expect(lines[3]).toMatch(/^m0 · 2026-12-01 /)
    expect(lines).toContain('… and 10 more; --json lists all')
    expect(usageTable({ ...ANSWER, groups: [] }, OPTIONS)).toEqual(['No requests since 2026-11-24.'])
  })
})

describe('the options of usage', () => {
  const now = Date.UTC(2026, 11, 1, 12)
  it('are groups and a start', () => {
    expect(readBy(undefined)).toEqual(['project'])
    expect(readBy('project, model,project')).toEqual(['project', 'model'])
    expect(readSince(undefined, now)).toBe('2026-11-24T12:00:00.000Z')
    expect(readSince('24h', now)).toBe('2026-11-30T12:00:00.000Z')
    expect(readSince('2w', now)).toBe('2026-11-17T12:00:00.000Z')
    expect(readSince('2026-11-30', now)).toBe('2026-11-30')
    expect(readSince('2026-11-30T10:00Z', now)).toBe('2026-11-30T10:00Z')
  })

  it.each([
    ['projects', 'Usage can’t be grouped by “projects”. Did you mean project?'],
    ['zebra', 'Usage can’t be grouped by “zebra”. Use one of project, session, agent'],
    ['', 'Usage can’t be grouped by “”.'],
  ])('refuse the group "%s"', (by, said) => {
    expect(() => readBy(by)).toThrow(UsageError)
    expect(() => readBy(by)).toThrow(said)
  })

  it.each(['yesterday', '7', '7x', '2026-13-40', '', '-1d'])('refuse the start "%s"', (since) => {
    expect(() => readSince(since, now)).toThrow(UsageError)
  })
})
