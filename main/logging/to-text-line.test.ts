import { expect, it } from 'vitest'
import { toTextLine } from './to-text-line.ts'

const line = (facts: object) =>
  toTextLine(`${JSON.stringify({ level: 40, time: '2026-11-21T10:00:00.000Z', version: '1', ...facts })}\n`)

it('says time, level, message and facts in one line', () => {
  expect(line({ msg: 'slow', port: 1, err: { message: 'reset', stack: 'Error\n at x' }, list: [1] })).toMatch(
    /^\d\d:00:00 warn {2}slow \(port: 1, err: reset, list: \[1\]\)$/,
  )
  expect(line({ msg: 'listening' })).toMatch(/^\S+ warn {2}listening$/)
})

it('lets no control character of a value through', () => {
  expect(line({ msg: 'a\u001b[2Jb\nc', path: '\u009b31m\u0007' })).toMatch(
    /a\\u001b\[2Jb\\nc \(path: \\?\S*31m\\u0007\)$/,
  )
  expect(toTextLine('no JSON \u001b[2J\n')).toBe(String.raw`no JSON \u001b[2J`)
})

it('cuts long values, and leaves the failed start to the sentence about it', () => {
  expect(line({ msg: 'long', body: 'x'.repeat(10_000) })?.length).toBeLessThan(400)
  expect(line({ msg: 'Port 1 already in use', own_instance: false })).toBeUndefined()
})
