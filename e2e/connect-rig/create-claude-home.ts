import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { installClaudeCode } from '../clients/install-claude-code.ts'
import { untilFact } from '../fake-upstream/until-fact.ts'
import { CERTIFICATE } from './start-anthropic.ts'

export interface ClaudeHome {
  home: string
  dataDir: string
  settings: string
  /** Environment for commands and servers that use this home. */
  env: Readonly<Record<string, string>>
  put: (content: string) => Promise<void>
  get: () => Promise<string>
  /** Runs `claude -p` without any address in its environment, and returns its output. */
  ask: (args?: readonly string[]) => Promise<string>
  /** Starts a Claude Code that keeps running and takes one prompt after the other. */
  startSession: () => Promise<Session>
  remove: () => Promise<void>
}

export interface Session {
  pid: number
  /** Sends a prompt and waits for the end of the turn. */
  turn: () => Promise<void>
  kill: () => Promise<void>
}

/** In ms. */
const LIMIT = 40_000

/** A temporary home with Claude Code's settings. Its HTTPS connections go through `proxy`. */
export async function createClaudeHome(proxy: string): Promise<ClaudeHome> {
  const { binary } = await installClaudeCode()
  const root = await mkdtemp(join(tmpdir(), 'signalbox-home-'))
  const [home, work, dataDir] = ['home', 'work', 'data'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  const settings = join(home, '.claude', 'settings.json')
  const certificate = join(root, 'anthropic.pem')
  await Promise.all([mkdir(dirname(settings), { recursive: true }), mkdir(work), mkdir(dataDir)])
  await writeFile(certificate, CERTIFICATE.cert)
  const children = new Set<ChildProcess>()

  function start(args: readonly string[]): ChildProcess {
    const child = spawn(binary, args, {
      cwd: work,
      env: claudeEnv({ home, proxy, certificate }),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    children.add(child)
    child.once('close', () => children.delete(child))
    return child
  }
  return {
    home,
    dataDir,
    settings,
    env: { HOME: home, USERPROFILE: home },
    put: (content) => writeFile(settings, content),
    get: () => readFile(settings, 'utf8'),
    ask: (args = []) => ask(start(['-p', 'say hello', ...args])),
    startSession: async () =>
      startSession(
        start(['-p', '--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose']),
      ),
    async remove() {
      for (const child of children) child.kill('SIGKILL')
      await Promise.all([...children].map((child) => once(child, 'close')))
      await rm(root, { recursive: true, force: true })
    },
  }
}

function claudeEnv(paths: { home: string; proxy: string; certificate: string }): Record<string, string> {
  const { PATH = '' } = process.env
  return {
    PATH,
    HOME: paths.home,
    USERPROFILE: paths.home,
    HTTPS_PROXY: paths.proxy,
    NO_PROXY: '127.0.0.1',
    NODE_EXTRA_CA_CERTS: paths.certificate,
    ANTHROPIC_API_KEY: 'sk-ant-not-a-key',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
  }
}

function collect(child: ChildProcess): () => string {
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
  return () => output
}

async function ask(child: ChildProcess): Promise<string> {
  const output = collect(child)
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT)
  const [code]: unknown[] = await once(child, 'close')
  clearTimeout(timer)
  if (code !== 0) throw new Error(`claude ended with ${String(code)}:\n${output()}`)
  return output()
}

function startSession(child: ChildProcess): Session {
  const output = collect(child)
  const results = () => output().split('"type":"result"').length - 1
  return {
    pid: child.pid ?? 0,
    async turn() {
      const before = results()
      child.stdin?.write(`${JSON.stringify({ type: 'user', message: { role: 'user', content: 'hello' } })}\n`)
      await untilFact({
        fact: () => results() > before,
        onChange(listener) {
          child.stdout?.on('data', listener)
          return () => child.stdout?.off('data', listener)
        },
        timeoutMs: LIMIT,
        explain: () => `claude printed:\n${output()}`,
      })
    },
    async kill() {
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    },
  }
}
