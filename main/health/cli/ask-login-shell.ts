import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { posix } from 'node:path'
import { type Environment, readVariable, splitPath } from './environment.ts'
import { inspectBinary, isDirectory } from './inspect-binary.ts'
import { probeEnv } from './probe-env.ts'
import { runProbe } from './run-probe.ts'

export interface LoginShellDeps {
  env: Environment
  home: string
  platform: NodeJS.Platform
  /** Limit for all attempts together, in ms. Default 3,000. */
  timeoutMs?: number
}

export interface LoginShellAnswer {
  /** Directories of its PATH, in order. */
  path: readonly string[]
  /** Values of the exported variables that were asked for; unset and empty ones are missing. */
  values: Readonly<Record<string, string>>
}

/**
 * Asks the user's shell for its PATH and the named variables of a terminal session. An app started from Finder, the
 * Dock or a .desktop file sees none of the startup files. Undefined if no shell responded, and on Windows. The values
 * may be secrets: they are neither logged nor passed to a program.
 *
 * Rejects only when aborted.
 */
export async function askLoginShell(
  deps: LoginShellDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<LoginShellAnswer | undefined> {
  if (deps.platform === 'win32') return undefined
  const shell = await findShell(deps)
  if (shell === undefined) return undefined
  const deadline = performance.now() + (deps.timeoutMs ?? 3_000)
  for (const flags of shellFlags(shell)) {
    const timeoutMs = Math.ceil(deadline - performance.now())
    if (timeoutMs <= 0) return undefined
    const found = await askShell({ shell, flags, names, timeoutMs, signal }, deps)
    if (found.path.length > 0) return found
  }
  return undefined
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
  names: readonly string[]
  timeoutMs: number
  signal: AbortSignal
}

async function askShell(
  { shell, flags, names, timeoutMs, signal }: Question,
  { env, home, platform }: LoginShellDeps,
): Promise<LoginShellAnswer> {
  const marks = ['signalbox-shell-', randomUUID()] as const
  const pathDirs = splitPath(readVariable(env, 'PATH', platform), platform)
  const outcome = await runProbe(
    { file: shell, args: [flags, printVariables(shell, names, marks)], verbatim: false },
    {
      cwd: (await isDirectory(home)) ? home : '/',
      env: probeEnv({ env, pathDirs, platform, forShell: true }),
      timeoutMs,
      signal,
      platform,
    },
  )
  if (outcome.kind === 'not_started') return { path: [], values: {} }
  // Startup files may print anything, and a logout file may hang after the output: only text between the marks counts.
  const [, path, ...printed] = outcome.stdout.split(marks.join(''))
  // The text after the last mark is no value.
  const values = printed.slice(0, -1).map((text, index) => [names[index], text.replace(/\n$/, '')] as const)
  return {
    path: splitPath(path, platform),
    values: Object.fromEntries(values.filter(([name, value]) => name !== undefined && value !== '')),
  }
}

/**
 * Prints the PATH and each variable between marks. Splits the mark into two quoted pieces, so that a shell that echoes
 * its commands doesn't print it whole. The program `printenv` works the same for every shell; PATH doesn't depend on it.
 */
function printVariables(
  shell: string,
  names: readonly string[],
  [first, second]: readonly [string, string],
): string {
  const mark = `'${first}''${second}'`
  // In fish, PATH is a list.
  const path = posix.basename(shell) === 'fish' ? '(string join : $PATH)' : '"$PATH"'
  const others = names.map((name) => `printenv ${name}; printf %s ${mark}`)
  return [`printf %s ${mark} ${path} ${mark}`, ...others].join('; ')
}
