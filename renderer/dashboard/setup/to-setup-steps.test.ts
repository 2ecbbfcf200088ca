import { expect, test } from 'vitest'
import type { ConnectionState } from '../../../shared/connection.ts'
import { brokenCli, signIn } from '../../status/checks/document-for-test.ts'
import { observe, observeChecks, observeLivez } from '../../status/observe-for-test.ts'
import { toView } from '../../status/to-view.ts'
import { problemForTest, verdictForTest } from '../../status/verdict-for-test.ts'
import { type SeenTraffic, type SetupStep, toSetupSteps } from './to-setup-steps.ts'

const BY_HAND = 'export ANTHROPIC_BASE_URL=http://127.0.0.1:3456'
const NOTHING: SeenTraffic = { connection: 'direct', inFlight: false, finished: false, byHand: BY_HAND }
const BARE = observeChecks({
  claude_cli: brokenCli('not_installed'),
  oauth2_credentials: signIn('missing'),
})
const steps = (seen: Partial<SeenTraffic> = {}, observed = observe()) =>
  toSetupSteps(toView(observed), { ...NOTHING, ...seen })

test('on a computer where everything is there the switch and the first request are left', () => {
  expect(steps().map(({ name, isDone }) => [name, isDone])).toEqual([
    ['runs', true],
    ['cli', true],
    ['sign-in', true],
    ['connect', false],
    ['traffic', false],
  ])
})

test('what is done is headed as a fact, and what is not as what to do, with its command', () => {
  expect(steps({}, BARE).map(({ label, command }) => [label, command])).toEqual([
    ['Signalbox is running', undefined],
    ['Install Claude Code', 'npm install -g @anthropic-ai/claude-code'],
    ['Sign in to Claude Code', 'claude auth login'],
    ['Connect Claude Code', undefined],
    ['Send the first request', undefined],
  ])
  expect(steps({ connection: 'connected', finished: true }).map(({ label }) => label)).toEqual([
    'Signalbox is running',
    'Claude Code is installed',
    'Claude Code is signed in',
    'Claude Code is connected',
    'First request received',
  ])
})

test('a sign-in that the verdict warns of is not done', () => {
  const verdict = verdictForTest('warning', problemForTest('sign_in_expired'))
  const seen = observeLivez({ verdict }, observeChecks({ oauth2_credentials: signIn('expired') }))
  expect(steps({}, seen)[2]).toMatchObject({ isDone: false, command: 'claude auth login' })
})

test('a note ends in a colon exactly where a command follows it, and nothing is done twice', () => {
  const states: (ConnectionState | undefined)[] = ['connected', 'direct', 'conflict', undefined]
  const silent = observe({ livez: { ...observe().livez, failures: 5 } })
  const all = [observe(), BARE, silent].flatMap((observed) =>
    states.flatMap((connection) =>
      [true, false].flatMap((inFlight) => steps({ connection, inFlight }, observed)),
    ),
  )
  const dangles = ({ note, command }: SetupStep) =>
    note !== undefined && note.endsWith(':') !== (command !== undefined)
  expect(all.filter(dangles)).toEqual([])
  expect(all.filter(({ isDone, note, command }) => isDone && (note ?? command) !== undefined)).toEqual([])
  expect(all.length).toBeGreaterThan(100)
})

test('the way past the switch is named only where there is no switch', () => {
  for (const connection of ['connected', 'direct', 'conflict'] as const)
    expect(JSON.stringify(steps({ connection }))).not.toContain('export')
  expect(steps({ connection: undefined }).at(-1)?.command).toBe(BY_HAND)
  expect(steps({ connection: undefined }).map(({ name }) => name)).not.toContain('connect')
})

test('where something else decides which address is used, the switch is not what helps', () => {
  expect(steps({ connection: 'conflict' })[3]?.note).toContain('Another setting overrides')
  expect(steps({ connection: 'unreadable' })[3]?.note).toContain('settings can’t be read')
  expect(steps({ connection: 'connected' })[3]?.isDone).toBe(true)
})

test('the test request is one command, then in flight, then there', () => {
  expect(steps({ connection: 'connected' }).at(-1)).toMatchObject({ command: 'claude -p "Say hello"' })
  expect(steps({ inFlight: true }).at(-1)).toMatchObject({ isDone: false, note: 'It’s in flight.' })
  expect(steps({ inFlight: true, finished: true }).at(-1)?.isDone).toBe(true)
})

test('before the first answer there is nothing to say', () => {
  const silent = { failures: 0, confused: false }
  expect(steps({}, observe({ livez: silent, health: silent, status: silent }))).toEqual([])
})
