import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Interface, createInterface } from 'node:readline'

interface Options {
  /** Added to a minimal environment; nothing else of the caller's environment reaches the child. */
  env?: Readonly<Record<string, string>>
  /** Added after `serve --port 0 --data-dir …`; a repeated option overrides those. */
  args?: readonly string[]
  /** Default: a new folder, removed when the child has exited. */
  dataDir?: string
  /** Limit on open files. */
  files?: number
  /** Its working directory. Default: the repository. */
  cwd?: string
}

export interface Headless {
  /** As printed in the ready line, without a trailing slash. */
  url: string
  port: number
  pid: number
  dataDir: string
  /** All output so far. */
  stdout: () => string
  stderr: () => string
  exited: Promise<Exit>
  /** Sends the signal (default SIGTERM) and waits for the exit. */
  stop: (signal?: NodeJS.Signals) => Promise<Exit>
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

const READY = /^Signalbox listening on (http:\/\/\S+)$/
/** In ms. Generous for a machine under load. */
const START_TIMEOUT_MS = 20_000
const REPOSITORY = join(import.meta.dirname, '..')

/**
 * Starts a headless Signalbox as a child process and waits for its ready line. Rejects with the child's stderr if it
 * exits first.
 */
export async function startHeadless({
  env = {},
  args = [],
  dataDir,
  cwd = REPOSITORY,
  files,
}: Options = {}): Promise<Headless> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'signalbox-test-')))
  const command = [
    join(REPOSITORY, 'main/headless.ts'),
    'serve',
    '--port',
    '0',
    '--data-dir',
    folder,
    ...args,
  ]
  const { PATH = '' } = process.env
  const limited = ['-c', `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, ...command]
  const [program, programArgs] = files === undefined ? [process.execPath, command] : ['bash', limited]
  const child = spawn(program, programArgs, {
    cwd,
    // A home of its own: no test may read or write the developer's settings.
    env: { PATH, HOME: folder, USERPROFILE: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  // An aborted test run must not leave servers behind.
  const killWithUs = (): boolean => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const watch = async (): Promise<Exit> => {
    try {
      return await exit(child)
    } finally {
      process.off('exit', killWithUs)
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true })
    }
  }
  const exited = watch()

  const early = exited.then(({ code }) =>
    Promise.reject(new Error(`exited with ${code} before it was ready:\n${output.stderr}`)),
  )
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS)
  const url = await Promise.race([readyUrl(createInterface({ input: child.stdout })), early])
  clearTimeout(timer)
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    dataDir: folder,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    exited,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return await exited
    },
  }
}

async function exit(child: ChildProcess): Promise<Exit> {
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
}

/** Never settles if stdout ends without the line: the exit that follows is more informative. */
async function readyUrl(lines: Interface): Promise<string> {
  return await new Promise((resolve) => {
    lines.on('line', (line) => {
      const url = READY.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
}
