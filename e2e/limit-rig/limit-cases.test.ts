import { expect, it, vi } from 'vitest'
import { FRESH_MS, sayLimit } from '../../renderer/status/say-limit.ts'
import { toLimitLines } from '../../renderer/tray/limits/to-limit-lines.ts'
import { limitName } from '../../shared/language/limit-name.ts'
import { LIMIT_CASES } from './limit-cases.ts'
import { readCase } from './read-case.ts'

vi.stubEnv('TZ', 'UTC')
/** A Saturday. */
const NOW = Date.parse('2026-11-21T12:00:00.000Z')

it.each(LIMIT_CASES)('$name: says of its headers what it should', async (one) => {
  const { lines, more, at, account } = toLimitLines({ rateLimits: await readCase(one, NOW) }, NOW)
  // As `renderer/tray/limits/limits.tsx` puts them together; the pictures show that it does.
  const says = lines.map(({ limit, ...line }) => {
    if (limit === undefined) return [limitName(line, 'en'), '–', 'not known yet']
    const { name, used, brief, state, age } = sayLimit(limit, NOW)
    const isOlder = at !== undefined && at - limit.at > FRESH_MS
    const below = [!limit.isReached && state, isOlder && age].filter(Boolean).join(' ')
    return [name, used, [brief, below].filter(Boolean).join('. ')]
  })
  const notes = [
    account !== undefined && `Account ${account}.`,
    more > 0 && `${more} more on the dashboard.`,
    at !== undefined && NOW - at > FRESH_MS && `Updated ${Math.floor((NOW - at) / 3_600_000)} h ago.`,
  ]
  expect(says).toEqual(one.says)
  expect(notes.filter((note) => note !== false)).toEqual(one.notes ?? [])
})
