import { parseArgs } from 'node:util'
import { meetClientFaults } from './client-faults.ts'
import { meetProcessFaults } from './process-faults.ts'
import { type FaultRow, formatRow } from './table.ts'
import { meetUpstreamFaults } from './upstream-faults.ts'

/*
 * `npm run faults`: everything that can go wrong around a request, met a number of times, with what was seen and in how
 * many rounds all that RELIABILITY.md §4 promises did hold. Exits 1 where something did not.
 */

const SUITES = {
  upstream: { title: 'The upstream misbehaves: the same as directly', meet: meetUpstreamFaults },
  client: { title: 'The client leaves: the upstream is let go', meet: meetClientFaults },
  process: { title: 'Signalbox is told to end, or is killed', meet: meetProcessFaults },
}

async function main(rounds: number): Promise<number> {
  let failed = 0
  for (const { title, meet } of Object.values(SUITES)) {
    const startedAt = performance.now()
    console.log(title)
    await meet(rounds, (row) => {
      console.log(formatRow(row))
      if (isBroken(row)) failed++
    })
    console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
  }
  console.log(failed === 0 ? 'Everything held.' : `${failed} faults were not met as promised.`)
  return failed === 0 ? 0 : 1
}

function isBroken({ held, rounds, reasons }: FaultRow): boolean {
  return held < rounds || reasons.length > 0
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('--rounds takes a whole number from 1')
  process.exitCode = 64
} else process.exitCode = await main(rounds)
