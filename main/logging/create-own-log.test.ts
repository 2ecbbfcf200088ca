import { expect, it } from 'vitest'
import { createReportRedaction } from '../base/create-report-redaction.ts'
import { createLogTap, MAX_LINES } from './create-log-tap.ts'
import { createOwnLog, type LogQuestion } from './create-own-log.ts'

const ALL: LogQuestion = { level: 'trace', text: '', after: undefined, limit: MAX_LINES }
const SECRET = 'hunter2-hunter2'

function createRig() {
  const tap = createLogTap()
  const log = (level: number, msg: string, facts: object = {}) =>
    tap.write(`${JSON.stringify({ level, time: '2026-11-21T10:00:00.000Z', version: '1', ...facts, msg })}\n`)
  const redaction = createReportRedaction({ secrets: () => [SECRET] })
  return { tap, log, open: () => createOwnLog({ tap, level: 'info', redaction }) }
}
const messages = (page: { lines: readonly { message: string }[] }) => page.lines.map(({ message }) => message)

it('has what was written before anybody could read it, and what comes after', () => {
  const { log, open } = createRig()
  log(30, 'listening', { port: 3456 })
  const own = open()
  log(40, 'request failed', { err: { message: 'reset' } })
  expect(own.read(ALL)).toMatchObject({
    lines: [
      { id: 1, level: 'info', message: 'listening', facts: { port: 3456 } },
      { id: 2, level: 'warn', message: 'request failed', facts: { err: { message: 'reset' } } },
    ],
    kept: 2,
    level: 'info',
    file: null,
  })
})

it('finds lines by what matters and by any text in them, the newest of them', () => {
  const { log, open } = createRig()
  const own = open()
  for (const level of [10, 20, 30, 40, 50, 60]) log(level, `at ${level}`, { route: `/r${level}` })
  expect(messages(own.read({ ...ALL, level: 'warn' }))).toEqual(['at 40', 'at 50', 'at 60'])
  expect(messages(own.read({ ...ALL, text: 'AT 3' }))).toEqual(['at 30'])
  expect(messages(own.read({ ...ALL, text: '/r50' }))).toEqual(['at 50'])
  expect(own.read({ ...ALL, limit: 2 })).toMatchObject({ lines: [{ id: 5 }, { id: 6 }], more: true })
})

it('goes on from a cursor, also over lines that did not fit', () => {
  const { log, open } = createRig()
  const own = open()
  log(30, 'one')
  const first = own.read({ ...ALL, level: 'error' })
  log(50, 'two')
  const second = own.read({ ...ALL, level: 'error', after: first.cursor })
  expect(second).toMatchObject({ lines: [{ message: 'two' }], continues: true })
  expect(own.read({ ...ALL, after: second.cursor })).toMatchObject({ lines: [], continues: true })
})

it('says when lines are gone, and when the cursor is another run’s or nonsense', () => {
  const { log, open } = createRig()
  const own = open()
  const { cursor } = own.read(ALL)
  for (let i = 0; i <= MAX_LINES; i++) log(30, String(i))
  expect(own.read({ ...ALL, after: cursor })).toMatchObject({ continues: false, kept: MAX_LINES })
  for (const after of [createRig().open().read(ALL).cursor, 'x', '', `${cursor}x`, '-1'])
    expect(own.read({ ...ALL, after, limit: 1 }).continues).toBe(false)
})

it('holds only so much text, whatever a line is', () => {
  const { log, open } = createRig()
  const own = open()
  // Each line is cut to a few thousand characters before it is kept.
  for (let i = 0; i < 2_000; i++) log(30, 'x'.repeat(10_000))
  expect(own.read(ALL).kept).toBeLessThan(1_100)
  expect(own.read(ALL).kept).toBeGreaterThan(500)
})

it('shows no secret, and finds none by its letters', () => {
  const { log, open } = createRig()
  const own = open()
  log(50, `could not reach http://me:${SECRET}@proxy`, { err: { stack: `Error: ${SECRET}\n  at x` } })
  expect(JSON.stringify(own.read(ALL))).not.toContain('hunter2')
  expect(own.read({ ...ALL, text: 'hunter' }).lines).toEqual([])
  expect(own.read({ ...ALL, text: 'could not reach' }).lines).toHaveLength(1)
})

it('leaves out what is no line of ours', () => {
  const { tap, log, open } = createRig()
  const own = open()
  for (const text of ['', '{"level":30', 'null', '[]', '{"level":99,"time":"x"}', '{"level":30}'])
    tap.write(text)
  log(30, 'good')
  expect(messages(own.read(ALL))).toEqual(['good'])
})
