import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installCodex } from './clients/install-codex.ts'
import type { FakeBlock } from './fake-upstream/fake-message.ts'
import type { MessageReply } from './fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/* Real Codex, with a sign-in of its own, is connected and works through Signalbox at the provider for OpenAI clients. */

let upstream: FakeUpstream
let signalbox: Headless
let folder: string

/** The configuration of its user. */
const CONFIG =
  '#:schema https://developers.openai.com/codex/config-schema.json\r\n# mine\r\n\r\n[tui]\r\nnotifications = false # quiet'
const SIGN_IN = '{"OPENAI_API_KEY": "sk-of-codex"}\n'

beforeAll(async () => {
  const { version } = await installCodex()
  console.log(`Codex ${version}`)
  folder = await mkdtemp(join(tmpdir(), 'codex-'))
  upstream = await startFakeUpstream()
  const providers = [{ name: 'mine', type: 'openai', apiBaseUrl: upstream.url, enabled: true }]
  const config = { providers, clients: { openai: 'mine' } }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  signalbox = await startHeadless({ dataDir: folder, env: { ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:1' } })
}, 300_000)
afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(folder, { recursive: true, force: true })
})

function command(id: string, cmd: string): FakeBlock {
  return {
    type: 'tool_use',
    id,
    name: 'exec_command',
    deltas: JSON.stringify({ cmd }).match(/.{1,9}/gs) ?? [],
  }
}

function turn(blocks: readonly FakeBlock[], inputTokens: number): MessageReply {
  const stopReason = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn'
  return { kind: 'message', message: { blocks, stopReason, inputTokens, cachedTokens: 40, outputTokens: 5 } }
}

async function runCodex(prompt: string): Promise<{ code: number | null; output: string }> {
  const { binary } = await installCodex()
  const work = join(folder, 'work')
  await mkdir(work)
  const args = ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', prompt]
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, USERPROFILE: folder }
  const codex = spawn(binary, args, { cwd: work, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [codex.stdout, codex.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()))
  const late = setTimeout(() => codex.kill('SIGKILL'), 60_000)
  await once(codex, 'close')
  clearTimeout(late)
  return { code: codex.exitCode, output }
}

/** Runs one of our commands as Codex's user, in the environment that Signalbox was started in. */
async function signalboxCommand(...words: readonly string[]): Promise<string> {
  const args = [join(import.meta.dirname, '../main/headless.ts'), ...words, '--port', String(signalbox.port)]
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, SIGNALBOX_DATA_DIR: folder }
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  return stdout
}

test(
  'is connected, streams, runs two tools at once, keeps its sign-in, and is as before afterwards',
  { timeout: 90_000 },
  async () => {
    await mkdir(join(folder, '.codex'))
    await writeFile(join(folder, '.codex/auth.json'), SIGN_IN)
    await writeFile(join(folder, '.codex/config.toml'), CONFIG)
    expect(await signalboxCommand('connect', 'codex', '--preview')).toContain(
      `+    2  openai_base_url = "${signalbox.url}/v1"`,
    )
    expect(await readFile(join(folder, '.codex/config.toml'), 'utf8')).toBe(CONFIG)
    expect(await signalboxCommand('connect', 'codex', '--yes')).toContain('Codex uses Signalbox.')

    upstream.reply([
      turn([command('call_1', 'echo fox > made.txt'), command('call_2', 'echo second')], 100),
      turn([command('call_3', 'cat made.txt')], 120),
      turn([{ type: 'text', deltas: ['The fox ', 'is made.'] }], 140),
    ])
    const { code, output } = await runCodex('make a fox')
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('The fox is made.') })
    expect(await readFile(join(folder, 'work/made.txt'), 'utf8')).toBe('fox\n')

    const asked = upstream.requests.filter(({ method }) => method === 'POST')
    expect(asked.map(({ url }) => url)).toEqual(Array(3).fill('/v1/responses'))
    for (const { rawHeaders } of asked) expect(rawHeaders).toContain('Bearer sk-of-codex')
    expect(await readFile(join(folder, '.codex/auth.json'), 'utf8')).toBe(SIGN_IN)

    const requests = await vi.waitFor(async () => {
      const list = await (await fetch(`${signalbox.url}/api/requests`)).json()
      expect(list.requests).toHaveLength(3)
      return list.requests
    }, 10_000)
    const logged: { input: number }[] = await Promise.all(
      requests.map(async ({ requestId }: { requestId: string }) => {
        const { request } = await (await fetch(`${signalbox.url}/api/requests/${requestId}`)).json()
        return { provider: request.provider, input: request.response.usage.input_tokens }
      }),
    )
    expect(logged.toSorted((a, b) => a.input - b.input)).toEqual(
      [60, 80, 100].map((input) => ({ provider: 'mine', input })),
    )

    expect(await signalboxCommand('doctor').catch((error: { stdout: string }) => error.stdout)).toContain(
      'Codex uses Signalbox.',
    )
    expect(await signalboxCommand('disconnect', 'codex')).toContain('Codex talks to OpenAI directly.')
    expect(await readFile(join(folder, '.codex/config.toml'), 'utf8')).toBe(CONFIG)
    expect(await readFile(join(folder, '.codex/auth.json'), 'utf8')).toBe(SIGN_IN)
    expect((await readdir(join(folder, '.codex'))).filter((name) => name.includes('signalbox'))).toEqual([])
  },
)
