import type { CliDetails } from '../../../shared/health/cli.ts'
import type { CodedMessage } from '../../../shared/coded-message.ts'
import type { CheckStatus } from '../../../shared/health/check-status.ts'
import type { CliSpec } from './cli-spec.ts'
import { type Description, describeMissing, describeOutcome } from './describe-outcome.ts'
import type { Environment } from './environment.ts'
import { findBinary, type FoundBinary } from './find-binary.ts'
import { listCandidates } from './list-candidates.ts'
import { listNvmDirs } from './list-nvm-dirs.ts'
import { type BinaryRunDeps, openBinaryRuns } from './open-binary-runs.ts'

export interface CliProbeDeps {
  env: Environment
  home: string
  platform: NodeJS.Platform
  /** Milliseconds since 1970. */
  now: () => number
  /** Directories of the login shell's PATH: `createLoginShellPath`. */
  loginShellPath: (signal: AbortSignal) => Promise<readonly string[]>
  /** The binary named in our settings, if any. */
  configuredPath?: () => string | undefined
  /** Limit for each run of the binary. Default 5,000. */
  timeoutMs?: number
}

export interface CliProbe {
  status: CheckStatus
  details: CliDetails
  message?: CodedMessage
  /** Fingerprint of the file that was run; undefined when there was none. */
  fingerprint: string | undefined
}

/** Finds the binary, runs it for its version, and describes the result. Rejects only when aborted. */
export async function probeCli(spec: CliSpec, deps: CliProbeDeps, signal: AbortSignal): Promise<CliProbe> {
  const { env, home, platform } = deps
  const loginDirs = await deps.loginShellPath(signal)
  const nvmDirs = await listNvmDirs(env, home, platform)
  const configuredPath = deps.configuredPath?.()
  const candidates = listCandidates(spec, { ...deps, configuredPath, loginDirs, nvmDirs })
  const { found, rejected } = await findBinary(candidates, signal)
  const search = { searched_paths: candidates.map(({ path }) => path), rejected }
  const checked_at = new Date(deps.now()).toISOString()

  const [binary, ...others] = found
  if (binary === undefined) {
    const missing = describeMissing(spec)
    const details = { ...missing.details, checked_at, ...search, duplicates: [] }
    return { ...missing, details, fingerprint: undefined }
  }
  const asked = await askVersion(spec, binary, { ...deps, loginDirs, signal })
  const { fingerprint, path: _path, ...origin } = binary
  const duplicates = others.map(({ fingerprint: _fingerprint, ...other }) => other)
  const details = { ...asked.details, checked_at, ...search, ...origin, duplicates }
  return { ...asked, details, fingerprint }
}

async function askVersion(spec: CliSpec, binary: FoundBinary, deps: BinaryRunDeps): Promise<Description> {
  const runs = await openBinaryRuns(spec, binary.path, deps)
  try {
    return describeOutcome(spec, binary.path, await runs.run(['--version']))
  } finally {
    await runs.close()
  }
}
