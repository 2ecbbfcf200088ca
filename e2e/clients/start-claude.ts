import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { untilFact } from '../fake-upstream/until-fact.ts'
import { installClaudeCode } from './install-claude-code.ts'

export interface ClaudeOptions {
  /** Destination of Claude Code's requests. */
  baseUrl: string
  /** Undefined if it comes on stdin. */
  prompt?: string
  /** Written to stdin, which is then closed. */
  input?: string
  /** Its working directory. Default: a new, empty one, removed at the end. */
  cwd?: string
  /** Its home. Default: a new, empty one, removed at the end. */
  home?: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
}

export interface ClaudeRun {
  /** Null if it was killed. */
  code: number | null
  stdout: string
  stderr: string
  /** Time from start to exit. */
  ms: number
}

export interface RunningClaude {
  /** Resolves once stdout matches; rejects after `timeoutMs` (default 20,000). */
  printed: (pattern: RegExp, timeoutMs?: number) => Promise<void>
  exited: Promise<ClaudeRun>
  /** Kills it and its child processes, and waits for the exit. */
  kill: () => Promise<ClaudeRun>
}

const GROUPS = process.platform !== 'win32'

/** Starts `claude -p` with a new user's configuration, and offline: `baseUrl` is the only address that it knows. */
export async function startClaude({
  baseUrl,
  prompt,
  input,
  args = [],
  env = {},
  ...folders
}: ClaudeOptions): Promise<RunningClaude> {
  const { binary } = await installClaudeCode()
  const root = await mkdtemp(join(tmpdir(), 'claude-test-'))
  const { home = join(root, 'home'), cwd = join(root, 'work') } = folders
  await Promise.all([mkdir(home, { recursive: true }), mkdir(cwd, { recursive: true })])
  const startedAt = performance.now()
  const child = spawn(binary, ['-p', ...(prompt === undefined ? [] : [prompt]), ...args], {
    cwd,
    env: { ...offlineEnv(baseUrl, home), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A separate process group, so that a shell started by a tool is killed with it.
    detached: GROUPS,
  })
  // It may exit before it has read everything.
  child.stdin.on('error', () => undefined).end(input)
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const watch = async (): Promise<ClaudeRun> => {
    try {
      const code = await exitCode(child)
      return { code, ...output, ms: performance.now() - startedAt }
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  }
  const exited = watch()
  return {
    printed: async (pattern, timeoutMs = 20_000) => {
      await untilFact({
        fact: () => pattern.test(output.stdout),
        onChange: (listener) => {
          child.stdout.on('data', listener)
          return () => child.stdout.off('data', listener)
        },
        timeoutMs,
        explain: () => `claude printed:\n${output.stdout}${output.stderr}`,
      })
    },
    exited,
    kill: async () => {
      if (child.exitCode === null) kill(child)
      return await exited
    },
  }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
}

/** Environment of Claude Code: a new user's home, and `baseUrl` as the only address. */
export function offlineEnv(baseUrl: string, home: string): Record<string, string> {
  const { PATH = '' } = process.env
  return {
    PATH,
    HOME: home,
    USERPROFILE: home,
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_API_KEY: 'sk-ant-not-a-key',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
  }
}

function kill(child: ChildProcess): void {
  if (!GROUPS || child.pid === undefined) {
    child.kill('SIGKILL')
    return
  }
  try {
    // A negative number is the process group (kill(2)).
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // It may have exited just before the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
