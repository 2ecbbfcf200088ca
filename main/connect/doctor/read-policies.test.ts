import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoctorReport } from '../../../shared/connection.ts'
import { findSettings } from '../find-settings.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'
import { readPolicies } from './read-policies.ts'

const SETTINGS = '{"env":{"ANTHROPIC_BASE_URL":"http://gateway.test"}}'
const nowhere = () => Promise.resolve(false)

it('asks the registry of the machine, then that of the user', async () => {
  const asked: string[] = []
  const found = await readPolicies({
    isFile: nowhere,
    platform: 'win32',
    userName: 'alice',
    run: async (file, args) => {
      asked.push([file, ...args].join(' '))
      return args[1]?.startsWith('HKLM')
        ? `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\ClaudeCode\r\n    Settings    REG_SZ    ${SETTINGS}\r\n\r\n`
        : undefined
    },
  })
  expect(asked).toContain('reg query HKLM\\SOFTWARE\\Policies\\ClaudeCode /v Settings')
  expect(asked).toContain('reg query HKCU\\SOFTWARE\\Policies\\ClaudeCode /v Settings')
  expect(found).toEqual({
    administrator: [{ path: 'HKLM\\SOFTWARE\\Policies\\ClaudeCode', text: SETTINGS }],
    user: [],
  })
})

it('reads the profiles of a Mac, that of the user last, and starts no tool where there is none', async () => {
  const asked: string[] = []
  const run = async (_file: string, args: readonly string[]) => (asked.push(args.at(-1) ?? ''), SETTINGS)
  const device = '/Library/Managed Preferences/com.anthropic.claudecode.plist'
  const own = '/Library/Managed Preferences/alice/com.anthropic.claudecode.plist'
  const everywhere = () => Promise.resolve(true)
  const options = { platform: 'darwin', userName: 'alice', run } as const
  expect(
    (await readPolicies({ ...options, isFile: everywhere })).administrator.map(({ path }) => path),
  ).toEqual([device, own])
  expect(asked).toEqual([device, own])
  expect(await readPolicies({ ...options, isFile: nowhere, run })).toEqual({
    administrator: [],
    user: [],
  })
  expect(asked).toHaveLength(2)
})

it('runs nothing on Linux', async () => {
  const run = () => Promise.reject(new Error('asked'))
  const found = await readPolicies({ isFile: nowhere, platform: 'linux', userName: 'alice', run })
  expect(found).toEqual({ administrator: [], user: [] })
})

describe('in the report of doctor', () => {
  let rig: Rig
  beforeEach(async () => {
    rig = await createRig()
  })
  afterEach(() => rig.remove())

  const policy = (address: string) => ({
    path: 'HKLM\\SOFTWARE\\Policies\\ClaudeCode',
    text: `{"env":{"ANTHROPIC_BASE_URL":"${address}"}}`,
  })
  const winners = ({ definitions }: DoctorReport) =>
    definitions.filter(({ wins }) => wins === 'always').map(({ value }) => value)

  async function managed(policies: Partial<Awaited<ReturnType<typeof readPolicies>>>): Promise<string[]> {
    await rig.put(
      `${rig.root}/managed/managed-settings.json`,
      '{"env":{"ANTHROPIC_BASE_URL":"http://file.test"}}',
    )
    const connector = rig.connector({ policies: async () => ({ administrator: [], user: [], ...policies }) })
    return winners(await connector.doctor()).map(String)
  }

  it('a policy of the administrator replaces the managed files', async () => {
    expect(await managed({ administrator: [policy('http://policy.test')] })).toEqual(['http://policy.test'])
  })

  it('the user’s policy applies only without any other', async () => {
    expect(await managed({ user: [policy('http://policy.test')] })).toEqual(['http://file.test'])
    const connector = rig.connector({
      files: { ...rigFiles(), managedFolder: `${rig.root}/none` },
      policies: async () => ({ administrator: [], user: [policy('http://policy.test')] }),
    })
    expect(winners(await connector.doctor())).toEqual(['http://policy.test'])
  })

  const rigFiles = () => findSettings({}, rig.home, process.platform)
})
