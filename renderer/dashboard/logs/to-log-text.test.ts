import { expect, test } from 'vitest'
import type { LogLine } from '../../../shared/logs.ts'
import { toDetails, toFactLine, toLogText } from './to-log-text.ts'

const FAILED: LogLine = {
  id: 2,
  time: '2026-11-21T10:00:00.000Z',
  level: 'error',
  message: 'API request failed',
  facts: { route: '/x', err: { type: 'Error', message: 'reset\nby peer', stack: 'Error: reset\n    at y' } },
}
const PLAIN: LogLine = { id: 1, time: '2026-11-21T09:00:00.000Z', level: 'info', message: 'listening' }

test('a line is one line of text with everything in it', () => {
  expect(toLogText([PLAIN, FAILED])).toBe(
    `2026-11-21T09:00:00.000Z INFO  listening
2026-11-21T10:00:00.000Z ERROR API request failed ${JSON.stringify(FAILED.facts)}`,
  )
})

test('behind the message an error is its first words', () => {
  expect(toFactLine({ ...FAILED.facts, port: 1, left: ['a'] })).toBe(
    'route /x · err reset · port 1 · left ["a"]',
  )
})

test('the details have a stack as it was written, once', () => {
  const details = toDetails(FAILED)
  expect(details).toContain('Error: reset\n    at y')
  expect(details.split('Error: reset')).toHaveLength(2)
  expect(details).toContain('"message": "reset\\nby peer"')
  expect(toDetails(PLAIN)).toBe('2026-11-21T09:00:00.000Z')
})
