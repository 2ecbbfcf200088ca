import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const REPOSITORY = join(import.meta.dirname, '..')

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-cli-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the command line to its end, with only `PATH` from the caller's environment. */
async function run(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['main/headless.ts', ...args], {
    cwd: REPOSITORY,
    env: { PATH, HOME: home, SIGNALBOX_DATA_DIR: home, ...env },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (output.stdout += text))
  child.stderr.on('data', (text) => (output.stderr += text))
  const [code]: (number | null)[] = await once(child, 'close')
  return { code: code ?? null, ...output }
}

describe('against a running instance', () => {
  let signalbox: Headless
  let port: string
  beforeAll(async () => {
    signalbox = await startHeadless()
    port = String(signalbox.port)
  })
  afterAll(async () => {
    await signalbox.stop()
  })

  it('status says state, address, Claude Code, limits and last failure in five lines', async () => {
    const { code, stdout, stderr } = await run(['status', '--port', port])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^(Running|Warning): .+ 0 requests in flight\.$/),
      expect.stringMatching(
        new RegExp(
          `^Address: http://127\\.0\\.0\\.1:${port} \\(version \\S+, pid ${signalbox.pid}, running for \\d+ (s|min)\\)$`,
        ),
      ),
      expect.stringMatching(/^Connection: Not connected\. Claude Code talks to Anthropic directly\./),
      'Limits: unknown until the first response.',
      'Last failure: none logged.',
    ])
  })

  it('drain and resume say what is, exit 0', async () => {
    const steps: [string, RegExp][] = [
      ['drain', new RegExp(`^Signalbox \\S+ on port ${port} is drained\\.\n$`)],
      ['status', /^Drained: /],
      ['resume', new RegExp(`^Signalbox \\S+ is running on port ${port}: 0 requests in flight\\.\n$`)],
    ]
    for (const [command, said] of steps) {
      expect(await run([command, '--port', port])).toEqual({
        code: 0,
        stdout: expect.stringMatching(said),
        stderr: '',
      })
    }
  })

  it('with --json each prints the live state as one line', async () => {
    const states: unknown[] = []
    for (const command of ['drain', 'status', 'resume', 'status']) {
      const { code, stdout } = await run([command, '--json'], { PORT: port })
      expect(code).toBe(0)
      expect(stdout.trimEnd()).not.toContain('\n')
      states.push(JSON.parse(stdout))
    }
    expect(states).toMatchObject([true, true, false, false].map((draining) => ({ status: 'ok', draining })))
  })

  it('resume is refused by a server that shuts down, exit 1', async () => {
    const upstream = await startFakeUpstream()
    upstream.reply([textReply(['one'], { cut: { afterWrites: 3, how: 'silence' } })])
    const closing = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
    const stream = fetch(`${closing.url}/v1/messages`, { method: 'POST', body: '{"stream":true}' })
    await upstream.until(({ length }) => length === 1)
    process.kill(closing.pid, 'SIGTERM')
    await expect.poll(async () => (await fetch(`${closing.url}/health`)).status, { interval: 10 }).toBe(503)
    const refused = await run(['resume', '--json', '--port', String(closing.port)])
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stdout)).toEqual({ error: expect.stringContaining('can’t be cancelled') })
    process.kill(closing.pid, 'SIGTERM')
    expect(await closing.exited).toEqual({ code: 1, signal: null })
    await (await stream).text().catch(() => 'cut')
    await upstream.close()
  })
})

describe('where nothing of ours listens', () => {
  let server: Server | undefined
  afterEach(async () => {
    server?.closeAllConnections()
    if (server !== undefined) await once(server.close(), 'close')
    server = undefined
  })

  async function startForeign(listener: RequestListener): Promise<string> {
    server = createServer(listener)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no TCP address')
    return String(address.port)
  }

  it.each(['status', 'usage'])('%s says so and exits 3', async (command) => {
    const port = await startForeign(() => undefined)
    server?.close()
    const plain = await run([command, '--port', port])
    expect(plain).toMatchObject({ code: 3, stdout: '' })
    expect(plain.stderr).toContain(`Signalbox isn’t running on port ${port}`)
    const json = await run([command, '--port', port, '--json'])
    expect(json).toMatchObject({ code: 3, stderr: '' })
    expect(JSON.parse(json.stdout)).toEqual({ error: expect.stringContaining('Signalbox isn’t running') })
  })

  it.each<[string, string, RequestListener]>([
    ['status', 'a page', (_req, res) => void res.end('<html>')],
    ['drain', 'an error in JSON', (_req, res) => void res.writeHead(404).end('{"error":"Not found"}')],
    ['resume', 'a health of its own', (_req, res) => void res.end('{"status":"ok"}')],
    ['status', 'a way elsewhere', (_req, res) => void res.writeHead(302, { location: '/livez' }).end()],
  ])('%s is not fooled by a server that answers %s', async (command, _what, listener) => {
    const port = await startForeign(listener)
    expect(await run([command, '--port', port])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^Port ${port} is used by .+, which doesn’t respond like Signalbox`),
      ),
    })
  })
})

describe('what it cannot read', () => {
  it.each([
    [['--prot', '1'], /--prot[\s\S]*Usage:/],
    [['--port'], /^--port needs a value\.[\s\S]*Usage:/],
    [['stop', '3998'], /^stop takes no arguments, but got “3998”\. Did you mean --port 3998\?\n/],
    [['usage', '--by', 'days'], /^Usage can’t be grouped by “days”\. Did you mean day\?\n/],
    [['usage', '--since', 'monday'], /^“monday” is no time\. Use a period such as 24h/],
    [
      ['status', '--by', 'day'],
      /^status doesn’t take --by\.\n\nHelp: node main\/headless\.ts help status\n$/,
    ],
    [['serv'], /Unknown command “serv”[\s\S]*Usage:/],
    [['status', '--port', '70000'], /^--port is "70000"; it must be a port from 0 to 65535\.\n$/],
    [['status', '--port', ''], /^--port is ""/],
  ])('%j is explained on stderr, exit 64', async (args, said) => {
    expect(await run(args)).toEqual({ code: 64, stdout: '', stderr: expect.stringMatching(said) })
  })

  it.each([
    ['a start that no person reads', ['serve']],
    ['--json', ['status', '--json']],
  ])('is one JSON object with the remedy for %s', async (_reader, args) => {
    const config = join(home, 'broken.json')
    await writeFile(config, '{ "port": }')
    const { code, stdout, stderr } = await run([...args, '--config', config])
    expect({ code, stdout, failure: JSON.parse(stderr) as unknown }).toEqual({
      code: 64,
      stdout: '',
      failure: {
        status: 'unhealthy',
        error: `${config} isn’t valid JSON. Line 1, column 11: a value is missing`,
        code: 'invalid_setting',
        remedy: 'Fix the file in an editor.',
      },
    })
  })

  it('in the environment is named, and a password is not repeated', async () => {
    const ran = await run(['serve'], { ANTHROPIC_FORWARD_URL: 'https://alice:hunter2@api.example' })
    expect(ran).toMatchObject({ code: 64, stdout: '' })
    expect(ran.stderr).toContain('ANTHROPIC_FORWARD_URL')
    expect(ran.stderr).not.toMatch(/hunter2|alice/)
  })
})

describe('help', () => {
  it('lists every command, the way this one was started', async () => {
    const { code, stdout, stderr } = await run(['help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of ['serve', 'status', 'drain', 'connect', 'doctor', 'help'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} +[A-Z]`, 'm'))
    expect(stdout).toContain('Usage: node main/headless.ts [command] [options]')
  })

  it.each([[['help', 'connect']], [['connect', '--help']]])('%j explains one', async (args) => {
    expect(await run(args)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^node main\/headless\.ts connect: Point[\s\S]*--preview/),
    })
  })

  it('of an unknown command names it, exit 64', async () => {
    expect(await run(['help', 'konnect'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('Unknown command “konnect”'),
    })
  })

  it('needs no settings that can be read', async () => {
    expect(await run(['help'], { PORT: 'x' })).toMatchObject({ code: 0 })
  })
})

it('prints help and version on stdout, exit 0', async () => {
  expect(await run(['--help'])).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('drain'),
  })
  expect(await run(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

it('serve says one line on stdout from start to end, and everything else on stderr', async () => {
  const signalbox = await startHeadless({ env: { HOST: '0.0.0.0' } })
  await fetch(`${signalbox.url}/livez`)
  await signalbox.stop()
  expect(signalbox.stdout()).toBe(`Signalbox listening on ${signalbox.url}\n`)
  expect(signalbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(signalbox.stderr()).toContain('Listening on loopback only')
})
