import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClaudeSdkCheck } from './claude-sdk.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sdk-'))
})
afterEach(() => rm(root, { recursive: true }))

const run = (...from: string[]) =>
  createClaudeSdkCheck({ from: () => from }).run(new AbortController().signal)

async function install(name: string, manifest: string) {
  const folder = join(root, 'node_modules', '@anthropic-ai', name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), manifest)
  return folder
}

test('finds the SDK from a folder below, as Node would', async () => {
  await install('claude-agent-sdk', '{"version":"0.3.1"}')
  await install('claude-code', '{"version":"2.1.0"}')
  expect(await run(join(root, 'app', 'out', 'main'))).toStrictEqual({
    key: 'claude_sdk',
    status: 'pass',
    details: {
      installation_status: 'found',
      sdk_status: 'available',
      version: '0.3.1',
      import_successful: true,
      package: '@anthropic-ai/claude-agent-sdk',
    },
  })
})

test('takes the CLI’s package when there is no SDK, also from inside itself', async () => {
  const folder = await install('claude-code', '{"version":"2.1.0"}')
  expect(await run(join(folder, 'bin'))).toMatchObject({ status: 'pass', details: { version: '2.1.0' } })
})

test('warns when it is nowhere', async () => {
  expect(await run(root)).toMatchObject({
    status: 'warn',
    details: {
      installation_status: 'not_found',
      sdk_status: 'not_installed',
      error: expect.stringContaining('@anthropic-ai/claude-agent-sdk'),
      version: null,
      import_successful: false,
    },
  })
})

test.each(['{', '{}', '{"version":7}'])('fails on a broken package: %s', async (manifest) => {
  await install('claude-agent-sdk', manifest)
  expect(await run(root)).toMatchObject({
    status: 'fail',
    details: { installation_status: 'error', sdk_status: 'error', version: null },
  })
})

test('rejects with the signal’s reason', async () => {
  const reason = new Error('closing')
  const check = createClaudeSdkCheck({ from: () => [] })
  await expect(check.run(AbortSignal.abort(reason))).rejects.toBe(reason)
})
