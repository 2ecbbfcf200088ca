import { expect, it } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { toLines } from './use-turn-rows.ts'

function row(second: number, asked?: string): RequestSummary {
  return {
    requestId: `r${second}`,
    timestamp: new Date(Date.UTC(2026, 11, 1) + second * 1000).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    sessionId: 'a',
    kind: 'main',
    termination: { endedBy: 'upstream', phase: 'done' },
    ...(asked !== undefined && { asked }),
  }
}

const ROWS = [row(5, 'third'), row(4), row(3), row(2, 'second'), row(1, 'first')]
const shown = (toggled: readonly string[], openId?: string) =>
  toLines(ROWS, { toggled: new Set(toggled), openId }).map(
    ({ row: { requestId }, turn, isCall }) =>
      `${isCall ? '  ' : ''}${requestId}${turn === undefined ? '' : turn.isOpen ? ' -' : ' +'}`,
  )

it('shows a turn as one line, and its requests below it once it is opened', () => {
  expect(shown([])).toEqual(['r5', 'r4 +', 'r1'])
  expect(shown(['r2'])).toEqual(['r5', 'r4 -', '  r2', '  r3', '  r4', 'r1'])
})

it('opens the turn of an open request, unless the turn’s own line shows it', () => {
  expect(shown([], 'r3')).toEqual(['r5', 'r4 -', '  r2', '  r3', '  r4', 'r1'])
  expect(shown([], 'r4')).toEqual(['r5', 'r4 +', 'r1'])
  expect(shown(['r2'], 'r3')).toEqual(['r5', 'r4 +', 'r1'])
})
