import { expect, it } from 'vitest'
import { mergeSessions, TITLE_RANK, toSession } from './keep-sessions.ts'

const session = (title: string, title_rank: number, title_at: number) => ({
  session_id: 1,
  title,
  title_rank,
  title_at,
  last_at: title_at,
})

it('names a session by its first words, then by the newest title of Claude Code, in whatever order they arrive', () => {
  const told = [
    session('', TITLE_RANK.none, 1),
    session('first words', TITLE_RANK.firstWords, 2),
    session('Old title', TITLE_RANK.claudeCode, 3),
    session('later words', TITLE_RANK.firstWords, 4),
    session('New title', TITLE_RANK.claudeCode, 5),
    session('', TITLE_RANK.none, 6),
  ]
  const words = told.filter(({ title_rank }) => title_rank !== TITLE_RANK.claudeCode)
  for (const order of [(a: number) => a, (a: number) => -a, (a: number) => (a * 5) % 7]) {
    const sorted = (some: typeof told) => some.toSorted((a, b) => order(a.title_at) - order(b.title_at))
    expect(sorted(told).reduce(mergeSessions)).toMatchObject({ title: 'New title', last_at: 6 })
    expect(sorted(words).reduce(mergeSessions)).toMatchObject({ title: 'first words', last_at: 6 })
  }
})

it('takes words only from the main agent, and a title only from a request for one', () => {
  const turn = {
    summary: { asked: 'the words' },
    title: 'The title',
    words: { said: '', tool: '', file: '', input: '' },
  }
  const columns = { session_id: 1, started_at: 5 }
  const titles = (['main', 'title', 'other', 'subagent', undefined] as const).map(
    (kind) => toSession(kind, { turn, columns })[0]?.title,
  )
  expect(titles).toEqual(['the words', 'The title', 'The title', '', 'The title'])
  expect(toSession('main', { turn, columns: { ...columns, session_id: null } })).toEqual([])
})
