import { parseArgs } from 'node:util'
import { meetClientFaults } from './client-faults.ts'
import { meetHostileFaults } from './hostile-faults.ts'
import { runLong } from './long-run.ts'
import { meetProcessFaults } from './process-faults.ts'
import { type FaultRow, formatRow } from './table.ts'
import { meetUpstreamFaults } from './upstream-faults.ts'

/*
 * `npm run faults`: every kind of fault of a request, repeated a number of times, with the observations and the number
 * of rounds that passed. Exits with 1 if a round failed. `--only SUITE` runs one part; `--long` runs random
 * combinations for 30 minutes (`--minutes`, `--seed` to repeat a run).
 */

const SUITES = {
  upstream: { title: 'The upstream misbehaves: the same as directly', meet: meetUpstreamFaults },
  client: { title: 'The client leaves: the upstream is let go', meet: meetClientFaults },
  process: { title: 'Signalbox is told to end, or is killed', meet: meetProcessFaults },
  hostile: {
    title: 'Hostile bytes: other clients do not wait, and memory stays bounded',
    meet: meetHostileFaults,
  },
}

async function main(rounds: number, only: string | undefined): Promise<number> {
  let failed = 0
  const tell = (row: FaultRow) => {
    console.log(formatRow(row))
    if (isBroken(row)) failed++
  }
  for (const [name, { title, meet }] of Object.entries(SUITES)) {
    if (only !== undefined && only !== name) continue
    const startedAt = performance.now()
    console.log(title)
    await meet(rounds, tell)
    console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
  }
  console.log(failed === 0 ? 'Everything held.' : `${failed} faults were not met as promised.`)
  return failed === 0 ? 0 : 1
}

/** Runs random combinations for many minutes. */
async function long(options: { minutes: number; seed: number }): Promise<number> {
  let failed = 0
  console.log(`Random combinations of faults for ${options.minutes} min`)
  await runLong(options, (row) => {
    console.log(formatRow(row))
    if (isBroken(row)) failed++
  })
  console.log(failed === 0 ? 'Everything held.' : `${failed} looks found something wrong.`)
  return failed === 0 ? 0 : 1
}

function isBroken({ held, rounds, reasons }: FaultRow): boolean {
  return held < rounds || reasons.length > 0
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const rounds = Number(values.rounds)
const minutes = Number(values.minutes)
if (!Number.isInteger(rounds) || rounds < 1) complain('--rounds takes a whole number from 1')
else if (!(minutes > 0)) complain('--minutes takes a number above 0')
else if (values.only !== undefined && !Object.hasOwn(SUITES, values.only))
  complain(`--only takes one of: ${Object.keys(SUITES).join(', ')}`)
else if (values.long) process.exitCode = await long({ minutes, seed: Number(values.seed) })
else process.exitCode = await main(rounds, values.only)

function complain(sentence: string): void {
  console.error(sentence)
  process.exitCode = 64
}
