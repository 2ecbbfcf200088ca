import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listOverrides } from './list-overrides.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overrides-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function list(env: Record<string, string>, settings?: string) {
  const settingsPath = join(folder, 'settings.json')
  if (settings !== undefined) await writeFile(settingsPath, settings)
  const found = await listOverrides({ env, platform: 'linux', settingsPath })
  return found.map(({ name, from }) => `${name} ${from}`)
}

test('names what outranks the sign-in, strongest first', async () => {
  const env = {
    CLAUDE_CODE_OAUTH_TOKEN: 'canary',
    ANTHROPIC_API_KEY: 'canary',
    ANTHROPIC_AUTH_TOKEN: 'canary',
    CLAUDE_CODE_USE_VERTEX: 'true',
  }
  expect(await list(env, '{"apiKeyHelper":"/bin/echo canary"}')).toStrictEqual([
    'CLAUDE_CODE_USE_VERTEX environment',
    'ANTHROPIC_AUTH_TOKEN environment',
    'ANTHROPIC_API_KEY environment',
    'apiKeyHelper settings',
    'CLAUDE_CODE_OAUTH_TOKEN environment',
  ])
})

test('does not count what is empty or switched off', async () => {
  expect(await list({ ANTHROPIC_API_KEY: '', CLAUDE_CODE_USE_BEDROCK: '0' })).toStrictEqual([])
})

test('lets the settings of Claude Code beat the shell, also with an empty value', async () => {
  const env = { ANTHROPIC_API_KEY: 'canary', ANTHROPIC_AUTH_TOKEN: 'canary' }
  const settings = JSON.stringify({ env: { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: 'canary' } })
  expect(await list(env, settings)).toStrictEqual(['ANTHROPIC_AUTH_TOKEN settings'])
})

test.each(['[]', '{"env":7}', '{"apiKeyHelper":', ''])(
  'takes broken settings %j as none',
  async (settings) => {
    expect(await list({ ANTHROPIC_API_KEY: 'canary' }, settings)).toStrictEqual([
      'ANTHROPIC_API_KEY environment',
    ])
  },
)
