import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ProbeOutcome } from '../cli/run-probe.ts'
import { NOW, HOUR, never, oauth, createSignInHome, type SignInHome } from './testing/sign-in-home.ts'

let rig: SignInHome
beforeEach(async () => {
  rig = await createSignInHome()
})
afterEach(() => rig.remove())

function cli(outcome: ProbeOutcome) {
  const calls: string[] = []
  return {
    calls,
    runCli: (args: readonly string[]) => {
      calls.push(args.join(' '))
      return Promise.resolve(outcome)
    },
  }
}

const no: ProbeOutcome = { kind: 'exited', code: 1, stdout: '{"loggedIn":false}', stderr: '' }

test('believes Claude Code when it does not accept a sign-in that looks sound', async () => {
  await rig.save(oauth())
  await rig.save('{}', join(rig.home, '.claude.json'))
  expect(await rig.create(cli(no)).run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'invalid', sign_in: { logged_in: false } },
  })
})

test('asks Claude Code once in five minutes, and again when the file is another', async () => {
  const clock = { now: NOW }
  const { calls, runCli } = cli(no)
  const check = rig.create({ runCli, now: () => clock.now })
  await rig.save('{}', join(rig.home, '.claude.json'))
  await rig.save(oauth())
  await check.run(never)
  clock.now += 299_000
  await check.run(never)
  expect(calls).toStrictEqual(['auth status'])
  clock.now += 1_000
  await check.run(never)
  expect(calls).toHaveLength(2)
  await rig.save(oauth(), rig.file, 2 * HOUR)
  await check.run(never)
  expect(calls).toHaveLength(3)
})

test.each([
  ['is at its end, which would make it renew', { expiresAt: NOW + 9 * 60_000 }],
  ['is over', { expiresAt: NOW - 1 }],
])('does not ask Claude Code about a sign-in that %s', async (_what, change) => {
  const { calls, runCli } = cli(no)
  await rig.save('{}', join(rig.home, '.claude.json'))
  await rig.save(oauth(change))
  await rig.create({ runCli }).run(never)
  expect(calls).toStrictEqual([])
})

test('does not start a Claude Code that never ran, since it would leave files behind', async () => {
  const { calls, runCli } = cli(no)
  await rig.create({ runCli }).run(never)
  expect(calls).toStrictEqual([])
})
