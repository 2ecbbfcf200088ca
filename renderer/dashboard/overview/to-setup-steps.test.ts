import { expect, test } from 'vitest'
import { brokenCli, signIn } from '../../glance/checks/document-for-test.ts'
import { observe, observeChecks } from '../../glance/observe-for-test.ts'
import { toView } from '../../glance/to-view.ts'
import { toSetupSteps } from './to-setup-steps.ts'

test('on a computer where everything is there only the first request is left', () => {
  const steps = toSetupSteps(toView(observe()), false)
  expect(steps.map(({ name, isDone }) => [name, isDone])).toEqual([
    ['runs', true],
    ['cli', true],
    ['sign-in', true],
    ['traffic', false],
  ])
})

test('what is missing says what to do', () => {
  const seen = observeChecks({
    claude_cli: brokenCli('not_installed'),
    oauth2_credentials: signIn('missing'),
  })
  const todo = toSetupSteps(toView(seen), false).filter(({ isDone }) => !isDone)
  expect(todo.map(({ name }) => name)).toEqual(['cli', 'sign-in', 'traffic'])
  expect(todo[0]?.todo).toContain('Install it')
})

test('a request that came before this start counts', () => {
  expect(toSetupSteps(toView(observe()), true).at(-1)?.isDone).toBe(true)
})

test('before the first answer there is nothing to say', () => {
  const silent = { failures: 0, confused: false }
  expect(toSetupSteps(toView(observe({ livez: silent, health: silent, status: silent })), false)).toEqual([])
})
