import type { Check } from '../check.ts'
import { askCli } from './ask-cli.ts'
import type { CliSpec } from './cli-spec.ts'
import { createSingleFlight } from './single-flight.ts'
import { createMutex } from '../../base/mutex.ts'
import { inspectBinary } from './inspect-binary.ts'
import { type CliProbe, type CliProbeDeps, probeCli } from './probe-cli.ts'
import type { ProbeOutcome } from './run-probe.ts'

/** Time to keep results, good and bad: five minutes, as in ccproxy-api. */
const CACHE_MS = 300_000

export interface CliCheck extends Check<CliSpec['key']> {
  /** Drops the last result and searches again, even during a run. */
  recheck: () => void
  /** Runs a status command of the tool, for the credential checks: see `askCli`. */
  ask: (args: readonly string[], signal: AbortSignal) => Promise<ProbeOutcome>
}

/**
 * A check that finds a command-line tool and its version. At most one process runs at a time. A result and its path are
 * cached for 300 s, or until the file changes or disappears.
 */
export function createCliCheck(spec: CliSpec, deps: CliProbeDeps): CliCheck {
  /** Incremented by each recheck. A probe started under a smaller number is outdated. */
  let generation = 0
  /** The last result of this generation; undefined before the first. */
  let cached: { at: number; probe: CliProbe } | undefined

  const { runExclusive } = createMutex()
  const probe = createSingleFlight((signal) =>
    runExclusive(async () => {
      const startedIn = generation
      const result = await probeCli(spec, deps, signal)
      if (startedIn === generation) cached = { at: deps.now(), probe: result }
      return { result, startedIn }
    }),
  )

  async function look(signal: AbortSignal): Promise<CliProbe> {
    signal.throwIfAborted()
    const wanted = generation
    if (cached !== undefined && (await isFresh(cached.at, cached.probe, deps.now()))) return cached.probe
    let response = await probe(signal)
    while (response.startedIn < wanted) response = await probe(signal)
    return response.result
  }

  return {
    key: spec.key,
    run: async (signal) => {
      const { fingerprint: _fingerprint, ...result } = await look(signal)
      return { key: spec.key, ...result }
    },
    ask: async (args, signal) => {
      const found = await look(signal)
      const loginDirs = await deps.loginShellPath(signal)
      return runExclusive(() => askCli(spec, found, args, { ...deps, loginDirs, signal }))
    },
    recheck: () => {
      generation += 1
      cached = undefined
    },
  }
}

async function isFresh(at: number, { details, fingerprint }: CliProbe, now: number): Promise<boolean> {
  const age = now - at
  // Negative after the clock was set back: the age is unknown.
  if (age < 0 || age >= CACHE_MS) return false
  if (details.binary_path === null) return true
  const inspection = await inspectBinary(details.binary_path)
  return 'usable' in inspection && inspection.usable.fingerprint === fingerprint
}
