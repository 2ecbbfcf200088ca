import { expect, test } from 'vitest'
import { brokenCli, signIn } from '../../glance/checks/document-for-test.ts'
import { observe, observeChecks } from '../../glance/observe-for-test.ts'
import { toView } from '../../glance/to-view.ts'
import { type SeenTraffic, toSetupSteps } from './to-setup-steps.ts'

const NOTHING: SeenTraffic = { connection: 'direct', inFlight: false, finished: false }
const steps = (seen: Partial<SeenTraffic> = {}) => toSetupSteps(toView(observe()), { ...NOTHING, ...seen })

test('on a computer where everything is there the switch and the first request are left', () => {
  expect(steps().map(({ name, isDone }) => [name, isDone])).toEqual([
    ['runs', true],
    ['cli', true],
    ['sign-in', true],
    ['connect', false],
    ['traffic', false],
  ])
})

test('what is missing says what to do', () => {
  const seen = observeChecks({
    claude_cli: brokenCli('not_installed'),
    oauth2_credentials: signIn('missing'),
  })
  const todo = toSetupSteps(toView(seen), NOTHING).filter(({ isDone }) => !isDone)
  expect(todo.map(({ name }) => name)).toEqual(['cli', 'sign-in', 'connect', 'traffic'])
  expect(todo[0]?.todo).toContain('Install it')
})

test('where something else decides where Claude Code goes, the switch is not what helps', () => {
  expect(steps({ connection: 'conflict' })[3]?.todo).toContain('Something else decides')
  expect(steps({ connection: 'connected' })[3]?.isDone).toBe(true)
})

test('without a switch there is no step for it', () => {
  expect(steps({ connection: undefined }).map(({ name }) => name)).not.toContain('connect')
})

test('the test request is one command, then in flight, then there', () => {
  expect(steps({ connection: 'connected' }).at(-1)?.todo).toBe(
    'Run this in a terminal, or ask Claude Code anything:',
  )
  expect(steps({ inFlight: true }).at(-1)).toMatchObject({ isDone: false, todo: 'It is in flight now.' })
  expect(steps({ inFlight: true, finished: true }).at(-1)?.isDone).toBe(true)
})

test('before the first answer there is nothing to say', () => {
  const silent = { failures: 0, confused: false }
  expect(toSetupSteps(toView(observe({ livez: silent, health: silent, status: silent })), NOTHING)).toEqual(
    [],
  )
})
