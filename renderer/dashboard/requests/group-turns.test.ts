import { expect, it } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { groupTurns, turnRow } from './group-turns.ts'

const START = Date.UTC(2026, 11, 1, 12)

type Change = { [Field in keyof RequestSummary]?: RequestSummary[Field] | undefined }

function row(second: number, more: Change = {}): RequestSummary {
  const whole: Change = {
    requestId: `r${second}`,
    timestamp: new Date(START + second * 1000).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    model: 'claude-opus-4-5',
    sessionId: 'a',
    kind: 'main',
    termination: { endedBy: 'upstream', phase: 'done' },
    responseTime: 500,
    usage: { input_tokens: 10, output_tokens: second, cache_read_input_tokens: 100 },
    ...more,
  }
  return Object.fromEntries(
    Object.entries(whole).filter(([, value]) => value !== undefined),
  ) as RequestSummary
}

const idsOf = (rows: readonly RequestSummary[]) =>
  groupTurns(rows.toReversed()).map((turn) => turn.rows.map(({ requestId }) => requestId))

it('begins a turn with the user’s words, and keeps sessions apart', () => {
  const rows = [
    row(0, { kind: 'title' }),
    row(1, { asked: 'first' }),
    row(2),
    row(3, { sessionId: 'b', asked: 'other' }),
    row(4, { kind: 'subagent', agentId: 'x', asked: 'a task' }),
    row(5, { asked: 'second' }),
    row(6, { sessionId: 'b' }),
    row(7, { kind: 'compaction', asked: 'summarize' }),
  ]
  expect(idsOf(rows)).toEqual([
    ['r7', 'r5'],
    ['r6', 'r3'],
    ['r4', 'r2', 'r1', 'r0'],
  ])
})

it('has each request without a session as a turn of its own', () => {
  const alone = { sessionId: undefined }
  expect(idsOf([row(0, alone), row(1, alone)])).toEqual([['r1'], ['r0']])
  expect(groupTurns([])).toEqual([])
})

it('says what was asked and what came last, with the sums of the turn', () => {
  const [turn] = groupTurns(
    [
      row(1, { asked: 'fix it', did: [{ tool: 'Edit' }] }),
      row(2, { kind: 'subagent', agentId: 'x' }),
      row(9, { result: 'Done.', responseTime: 3000 }),
    ].toReversed(),
  )
  if (turn === undefined) throw new Error('no turn')
  expect(turnRow(turn)).toMatchObject({
    requestId: 'r9',
    asked: 'fix it',
    result: 'Done.',
    responseTime: 11_000,
    usage: { input_tokens: 30, output_tokens: 12, cache_read_input_tokens: 300 },
  })
  expect(turnRow(turn)?.usageLines).toHaveLength(3)
})

it('has no duration while a request is in flight, and shows that one', () => {
  const [turn] = groupTurns([
    row(2, { termination: undefined, responseTime: undefined, usage: undefined }),
    row(1, { asked: 'go on' }),
  ])
  if (turn === undefined) throw new Error('no turn')
  const shown = turnRow(turn)
  expect(shown).toMatchObject({ requestId: 'r2', asked: 'go on' })
  expect(shown?.responseTime).toBeUndefined()
  expect(shown?.termination).toBeUndefined()
})
