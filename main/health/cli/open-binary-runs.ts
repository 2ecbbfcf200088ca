import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix, win32 } from 'node:path'
import type { CliSpec, StateMark } from './cli-spec.ts'
import { type Environment, readVariable, splitPath } from './environment.ts'
import { isDirectory } from './inspect-binary.ts'
import { planSpawn } from './plan-spawn.ts'
import { probeEnv } from './probe-env.ts'
import { type ProbeOutcome, runProbe } from './run-probe.ts'

export interface BinaryRunDeps {
  env: Environment
  home: string
  platform: NodeJS.Platform
  loginDirs: readonly string[]
  signal: AbortSignal
  /** Limit of each run. Default 5,000. */
  timeoutMs?: number
}

export interface BinaryRuns {
  run: (args: readonly string[]) => Promise<ProbeOutcome>
  /** True if the user has ever started this tool. Otherwise it runs with a temporary folder that `close` removes. */
  everUsed: boolean
  close: () => Promise<void>
}

/**
 * Prepares to run a binary in the background without leaving files: `codex --version` alone would create `~/.codex`,
 * and `claude auth status` a `~/.claude.json`, for a user who never started them (seen with 0.169.0 and 2.1.329).
 */
export async function openBinaryRuns(
  spec: CliSpec,
  binaryPath: string,
  { env, home, platform, loginDirs, signal, timeoutMs = 5_000 }: BinaryRunDeps,
): Promise<BinaryRuns> {
  const pathDirs = [...new Set([...splitPath(readVariable(env, 'PATH', platform), platform), ...loginDirs])]
  const ownDir = (platform === 'win32' ? win32 : posix).dirname(binaryPath)
  // npm's scripts begin with `env node`: if that isn't on the PATH, the matching Node.js is beside them (nvm).
  if (!pathDirs.includes(ownDir)) pathDirs.unshift(ownDir)
  const everUsed = await exists(locateMark(spec.state, env, home, platform))
  const borrowed = everUsed ? undefined : await borrowFolder()
  const childEnv = {
    ...probeEnv({ env, pathDirs, platform }),
    ...(borrowed === undefined ? {} : { [spec.state.variable]: borrowed }),
  }
  // Not the temporary folder: programs read settings from their working directory, and anyone can write there.
  const cwd = (await isDirectory(home)) ? home : ownDir
  const options = { cwd, env: childEnv, timeoutMs, signal, platform }
  return {
    run: (args) => runProbe(planSpawn({ path: binaryPath, args, env, platform }), options),
    everUsed,
    close: async () => {
      if (borrowed !== undefined) await rm(borrowed, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}

function locateMark(state: StateMark, env: Environment, home: string, platform: NodeJS.Platform): string {
  const folder = readVariable(env, state.variable, platform)
  return folder === undefined ? join(home, state.inHome) : join(folder, state.inMovedFolder)
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Undefined if no folder can be created: a result that leaves files is better than none. */
function borrowFolder(): Promise<string | undefined> {
  return mkdtemp(join(tmpdir(), 'signalbox-probe-')).catch(() => undefined)
}
