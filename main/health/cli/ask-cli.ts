import type { CliSpec } from './cli-spec.ts'
import { isAtLeast } from '../../base/is-at-least.ts'
import { type BinaryRunDeps, openBinaryRuns } from './open-binary-runs.ts'
import type { CliProbe } from './probe-cli.ts'
import type { ProbeOutcome } from './run-probe.ts'

/**
 * Runs a status command of the binary that a probe has found. `not_started` where that would do harm: the version is
 * unknown or too old for the command, or the user never started the tool and would find new files of it. Rejects only
 * with the signal's reason.
 */
export async function askCli(
  spec: CliSpec,
  { details }: CliProbe,
  args: readonly string[],
  deps: BinaryRunDeps,
): Promise<ProbeOutcome> {
  const { binary_path: binaryPath, version_full: version } = details
  if (binaryPath === null || !isAtLeast(version, spec.statusCommandSince)) {
    return notStarted(`${spec.title} is missing or too old`)
  }
  const runs = await openBinaryRuns(spec, binaryPath, deps)
  try {
    return runs.everUsed ? await runs.run(args) : notStarted(`${spec.title} was not started`)
  } finally {
    await runs.close()
  }
}

function notStarted(message: string): ProbeOutcome {
  return { kind: 'not_started', error: new Error(message) }
}
