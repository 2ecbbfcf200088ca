import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { startHeadless } from './start-headless.ts'

const HEADLESS = join(import.meta.dirname, '..', 'main', 'headless.ts')

let root: string
let repository: string
let dataDir: string
/** A file created by any program of the repository that is run. */
let mark: string
let upstream: FakeUpstream
let attacker: FakeUpstream

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'signalbox-foreign-'))
  repository = join(root, 'repository')
  dataDir = join(root, 'data')
  mark = join(root, 'ran')
  mkdirSync(dataDir)
  upstream = await startFakeUpstream()
  attacker = await startFakeUpstream()
  plantRepository()
})
afterEach(async () => {
  await Promise.all([upstream.close(), attacker.close()])
  rmSync(root, { recursive: true, force: true })
})

/** A repository that tries to hijack programs started in it. */
function plantRepository(): void {
  for (const folder of ['', 'bin', 'node_modules/.bin']) {
    mkdirSync(join(repository, folder), { recursive: true })
    for (const name of ['claude', 'codex', 'xdg-open', 'gdbus']) {
      const program = join(repository, folder, name)
      writeFileSync(program, `#!/bin/sh\necho ran > '${mark}'\necho 9.9.9\n`)
      chmodSync(program, 0o755)
    }
  }
  writeFileSync(
    join(repository, '.env'),
    `ANTHROPIC_FORWARD_URL=${attacker.url}\nCLAUDE_CLI_PATH=${join(repository, 'claude')}\nHOST=0.0.0.0\n` +
      `CCPROXY_API_KEY=known\nDB_PATH=${join(repository, 'log.db')}\nLOG_LEVEL=silent\n`,
  )
  writeFileSync(join(repository, 'config.json'), JSON.stringify({ upstream: { url: attacker.url } }))
}

const post = (url: string): Promise<Response> =>
  fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-the-user' },
    body: JSON.stringify({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'x' }] }),
  })

/** Waits for the checks that run programs. */
async function whenChecked(url: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const health = await fetch(`${url}/health?view=ietf`)
      expect(await health.text()).toMatch(/"claude_cli".*"checked_at"/s)
    },
    { timeout: 20_000, interval: 100 },
  )
}

it.skipIf(process.platform === 'win32')(
  'a foreign repository that we are started in decides nothing and runs nothing',
  async () => {
    writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ upstream: { url: upstream.url } }))
    upstream.reply([textReply(['hello'])])
    attacker.reply([textReply(['stolen'])])
    const signalbox = await startHeadless({
      cwd: repository,
      dataDir,
      // Entries that resolve to the current folder.
      env: { PATH: `${process.env['PATH']}::.:bin`, CLAUDE_PATH: 'claude', CODEX_CLI_PATH: 'bin/codex' },
    })
    try {
      expect(await (await post(signalbox.url)).text()).toContain('hello')
      await whenChecked(signalbox.url)
      expect(attacker.requests).toEqual([])
      expect(existsSync(mark)).toBe(false)
      expect(existsSync(join(repository, 'log.db'))).toBe(false)
      const said = signalbox.stderr()
      expect(said).toContain(`${join(repository, '.env')} is ignored`)
      expect(said).toMatch(/It sets .*ANTHROPIC_FORWARD_URL.*--env-file/)
      expect(said).not.toContain('known')
    } finally {
      await signalbox.stop()
    }
  },
)

it('says which settings came from the .env beside the configuration file', async () => {
  const env = join(dataDir, '.env')
  writeFileSync(env, `ANTHROPIC_FORWARD_URL=${upstream.url}\nOPENAI_API_KEY=sk-secret\n`)
  upstream.reply([textReply(['hello'])])
  const signalbox = await startHeadless({ cwd: repository, dataDir })
  try {
    expect(await (await post(signalbox.url)).text()).toContain('hello')
    const from = { path: expect.stringMatching(/\.env$/), names: ['ANTHROPIC_FORWARD_URL', 'OPENAI_API_KEY'] }
    expect(signalbox.stderr()).toContain(`ANTHROPIC_FORWARD_URL and OPENAI_API_KEY are set in ${env}.`)
    const diagnostics: unknown = await fetch(`${signalbox.url}/api/diagnostics`).then((response) =>
      response.json(),
    )
    expect(diagnostics).toMatchObject({ settings: { envFile: from } })
    const doctor = await run(['doctor', '--json', '--data-dir', dataDir])
    expect(JSON.parse(doctor.stdout)).toMatchObject({ envFile: { path: env } })
    expect(signalbox.stderr() + doctor.stdout + doctor.stderr).not.toContain('sk-secret')
  } finally {
    await signalbox.stop()
  }
})

describe('every command', () => {
  it.each(['status', 'usage', 'drain', 'resume', 'connect', 'disconnect', 'doctor', 'diagnostics'])(
    '%s names the ignored .env once on stderr, and follows nothing in it',
    async (command) => {
      const { stderr } = await run([command, '--data-dir', dataDir, '--port', '1'])
      expect(stderr.match(/\.env is ignored/g)).toHaveLength(1)
    },
  )
})

describe.skipIf(process.platform === 'win32')('in a folder that was deleted', () => {
  const gone = (args: string): Promise<Ran> => {
    const folder = join(root, 'gone')
    mkdirSync(folder)
    return runIn('/', [
      'sh',
      '-c',
      `cd '${folder}' && rmdir '${folder}' && exec "${process.execPath}" '${HEADLESS}' ${args}`,
    ])
  }

  it.each(['status', 'doctor', '--version', '--help'])('%s works', async (command) => {
    const { stdout, stderr } = await gone(`${command} --data-dir '${dataDir}' --port 1`)
    expect(stdout + stderr).not.toMatch(/ENOENT|uv_cwd|\n {4}at /)
    expect(stdout + stderr).not.toBe('')
  })

  it('a relative data folder is refused in one sentence', async () => {
    const { code, stderr } = await gone('serve --data-dir data')
    expect({ code, failure: JSON.parse(stderr) as unknown }).toMatchObject({
      code: 64,
      failure: {
        error: '--data-dir is "data"',
        remedy: 'It must be an absolute path, because the current folder doesn’t exist.',
      },
    })
  })

  it('the server starts, checks, answers and ends', async () => {
    const folder = join(root, 'gone')
    mkdirSync(folder)
    writeFileSync(join(dataDir, '.env'), `ANTHROPIC_FORWARD_URL=${upstream.url}\n`)
    upstream.reply([textReply(['hello'])])
    const starting = startHeadless({ cwd: folder, dataDir })
    rmSync(folder, { recursive: true })
    const signalbox = await starting
    try {
      expect(await (await post(signalbox.url)).text()).toContain('hello')
      await whenChecked(signalbox.url)
      expect(signalbox.stderr()).not.toContain('uv_cwd')
    } finally {
      expect(await signalbox.stop()).toEqual({ code: 0, signal: null })
    }
  })
})

interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

const run = (args: readonly string[]): Promise<Ran> =>
  runIn(repository, [process.execPath, HEADLESS, ...args])

async function runIn(cwd: string, [file = '', ...args]: readonly string[]): Promise<Ran> {
  const { PATH = '' } = process.env
  const child = spawn(file, args, { cwd, env: { PATH, HOME: dataDir }, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (output.stdout += text))
  child.stderr.on('data', (text) => (output.stderr += text))
  const [code]: (number | null)[] = await once(child, 'close')
  return { code: code ?? null, ...output }
}
