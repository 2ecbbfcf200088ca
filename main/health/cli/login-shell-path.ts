import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { posix } from 'node:path'
import { type Environment, readVariable, splitPath } from './environment.ts'
import { createSingleFlight } from './single-flight.ts'
import { inspectBinary, isDirectory } from './inspect-binary.ts'
import { probeEnv } from './probe-env.ts'
import { runProbe } from './run-probe.ts'

export interface LoginShellDeps {
  env: Environment
  home: string
  platform: NodeJS.Platform
  /** Milliseconds since 1970. */
  now: () => number
  /** Limit for all attempts together. Default 3,000. */
  timeoutMs?: number
}

/** Pause before a failed shell is tried again, in ms: it may fail only while the machine starts. */
const RETRY_MS = 300_000

export interface LoginShellPath {
  /** Directories in order; empty if no shell responded, and on Windows. Rejects only when aborted. */
  read: (signal: AbortSignal) => Promise<readonly string[]>
  /** Drops the cached result, for a user who has just edited the startup files. */
  clear: () => void
}

/**
 * The PATH of a terminal session. An app started from Finder, the Dock or a .desktop file only gets
 * `/usr/bin:/bin:/usr/sbin:/sbin`, which hides nvm, Homebrew and `~/.local/bin`.
 */
export function createLoginShellPath(deps: LoginShellDeps): LoginShellPath {
  /** The last result. An empty one is valid for RETRY_MS, another one until `clear`. */
  let cached: { at: number; dirs: readonly string[] } | undefined
  const ask = createSingleFlight(async (signal) => {
    const dirs = await askShells(deps, signal)
    cached = { at: deps.now(), dirs }
    return dirs
  })
  return {
    read: async (signal) => {
      if (deps.platform === 'win32') return []
      const holds = cached !== undefined && (cached.dirs.length > 0 || deps.now() - cached.at < RETRY_MS)
      return holds && cached !== undefined ? cached.dirs : ask(signal)
    },
    clear: () => {
      cached = undefined
    },
  }
}

async function askShells(deps: LoginShellDeps, signal: AbortSignal): Promise<string[]> {
  const shell = await findShell(deps)
  if (shell === undefined) return []
  const deadline = performance.now() + (deps.timeoutMs ?? 3_000)
  for (const flags of shellFlags(shell)) {
    const timeoutMs = Math.ceil(deadline - performance.now())
    if (timeoutMs <= 0) return []
    const dirs = await askShell({ shell, flags, timeoutMs, signal }, deps)
    if (dirs.length > 0) return dirs
  }
  return []
}

async function findShell({ env, platform }: LoginShellDeps): Promise<string | undefined> {
  for (const path of [readVariable(env, 'SHELL', platform), userShell()]) {
    if (path !== undefined && posix.isAbsolute(path) && 'usable' in (await inspectBinary(path))) return path
  }
  return undefined
}

/** Throws inside a container whose user has no entry. */
function userShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined
  } catch {
    return undefined
  }
}

/** Interactive first: nvm and others write to `.bashrc` and `.zshrc`. csh only accepts `-l` alone. */
function shellFlags(shell: string): string[] {
  return shell.endsWith('csh') ? ['-ic', '-c'] : ['-ilc', '-lc']
}

interface Question {
  shell: string
  flags: string
  timeoutMs: number
  signal: AbortSignal
}

async function askShell(question: Question, { env, home, platform }: LoginShellDeps): Promise<string[]> {
  const { shell, flags, timeoutMs, signal } = question
  const marks = ['signalbox-path-', randomUUID()] as const
  const pathDirs = splitPath(readVariable(env, 'PATH', platform), platform)
  const outcome = await runProbe(
    { file: shell, args: [flags, printPath(shell, marks)], verbatim: false },
    {
      cwd: (await isDirectory(home)) ? home : '/',
      env: probeEnv({ env, pathDirs, platform, forShell: true }),
      timeoutMs,
      signal,
      platform,
    },
  )
  if (outcome.kind === 'not_started') return []
  // Startup files may print anything, and a logout file may hang after the output: only text between the marks counts.
  return splitPath(outcome.stdout.split(marks.join(''))[1], platform)
}

/** Splits the mark into two quoted pieces, so that a shell that echoes its commands doesn't print it whole. */
function printPath(shell: string, [first, second]: readonly [string, string]): string {
  const mark = `'${first}''${second}'`
  // In fish, PATH is a list.
  const path = posix.basename(shell) === 'fish' ? '(string join : $PATH)' : '"$PATH"'
  return `printf %s ${mark} ${path} ${mark}`
}
