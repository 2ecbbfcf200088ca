import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { relative, resolve } from 'node:path'
import { MEASURES } from './measures/measures.ts'
import { parseOptions, USAGE, type Options } from './parse-options.ts'
import { formatResults, formatTallies } from './report/format-results.ts'
import { toResults } from './report/results.ts'
import { runRounds } from './run-rounds.ts'
import { isClean } from './tally.ts'
import { listTargets, signalboxEntry } from './targets/targets.ts'

/*
 * `npm run bench`: the overhead of Signalbox for each request, compared with a direct connection and a minimal Node
 * proxy, in one interleaved run. Trust the ratios; absolute figures vary with the machine. The exit code reports errors
 * and lost events only, never speed.
 */

async function main(options: Options): Promise<number> {
  const measures = pick(MEASURES, options.only)
  const entry = resolve(options.entry ?? signalboxEntry())
  const specs = pick(listTargets(entry), options.targets)
  const startedAt = performance.now()
  const facts = describeRun(entry)
  console.log(Object.values(facts).join(', '))

  const { findings, targets } = await runRounds({ ...options, measures, specs, onProgress })
  const names = specs.map(({ name }) => name)
  const results = measures.flatMap((measure) =>
    toResults(measure, { rounds: findings.get(measure.name) ?? [], targets: names }),
  )
  const tallies = new Map(targets.map(({ name, tally }) => [name, tally]))
  console.log(`\n${formatResults(results, names)}\n\n${formatTallies(tallies)}`)
  const rounds = Math.max(...[...findings.values()].map(({ length }) => length))
  console.log(
    `${rounds} round${rounds === 1 ? '' : 's, medians shown'}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  )
  if (options.json !== undefined) {
    const faults = targets.map(({ name, tally }) => ({
      name,
      ...tally,
      errors: Object.fromEntries(tally.errors),
    }))
    await writeFile(options.json, `${JSON.stringify({ ...facts, results, faults }, null, 2)}\n`)
  }
  return targets.every(({ tally }) => isClean(tally)) ? 0 : 1
}

/** The items with the given names, or all if there are none. */
function pick<T extends { name: string }>(all: readonly T[], names: readonly string[]): T[] {
  const unknown = names.find((name) => all.every((one) => one.name !== name))
  if (unknown !== undefined) {
    throw new RangeError(`there is no ${unknown}; there are ${all.map(({ name }) => name).join(', ')}`)
  }
  return all.filter(({ name }) => names.length === 0 || names.includes(name))
}

function describeRun(entry: string): Record<string, string> {
  return {
    at: new Date().toISOString(),
    node: `Node ${process.version}`,
    system: `${process.platform} ${process.arch}`,
    cpu: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`,
    signalbox: `signalbox from ${relative(process.cwd(), entry)} of ${statSync(entry).mtime.toISOString()}`,
  }
}

/** One line that is overwritten; no output without a terminal. */
function onProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
}

// A signal alone would end this process without its 'exit' event, and leave the child processes running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

try {
  process.exitCode = await main(parseOptions(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  process.exitCode = 2
}
