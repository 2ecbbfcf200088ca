import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from './client/create-store.ts'
import { createRig, integrityOf, type Rig } from './testing/create-rig.ts'
import { createRandom } from './testing/make-rows.ts'

/** The journal's pause of 25 ms, plus time for a last write that a busy machine delays. */
const GRACE_MS = 125
/** For a full run: SIGNALBOX_KILLS=200. */
const KILLS = Number(process.env['SIGNALBOX_KILLS'] ?? 20)

interface Seen {
  /** Time from the finish to the kill in ms, by id. */
  finished: Map<string, number>
  kept: Set<string>
}

let rig: Rig
let reports = ''
beforeEach(() => {
  rig = createRig()
  reports = mkdtempSync(join(tmpdir(), 'signalbox-reports-'))
})
afterEach(async () => {
  await rig.end()
  rmSync(reports, { recursive: true })
})

describe('a store that is killed', () => {
  it(`loses no request that finished, ${KILLS} times in a row`, { timeout: KILLS * 15_000 }, async () => {
    const random = createRandom(7)
    const seen: Seen = { finished: new Map(), kept: new Set() }
    for (let round = 0; round < KILLS; round++) {
      await runAndKill(round, { afterMs: 30 + random() * 400, seen })
      expect(integrity(rig.folder)).toBe('ok')
    }
    const store = rig.start()
    const list = await store.read('summaries', { offset: 0, limit: 0 })
    const ends = new Map(list?.requests.map(({ requestId, termination }) => [requestId, termination?.who]))
    expect(seen.kept.size).toBeGreaterThan(KILLS)
    // On failure, this shows how long before the kill the requests finished, in ms.
    const old = [...seen.finished].filter(([, age]) => age > GRACE_MS)
    expect(old.length).toBeGreaterThan(KILLS)
    expect(old.filter(([id]) => ends.get(id) !== 'upstream')).toEqual([])
    expect([...seen.kept].filter((id) => ends.get(id) !== 'upstream')).toEqual([])
    expect([...ends.values()].filter((who) => who === 'crash').length).toBeGreaterThan(0)
    expect((await store.read('stats', { start: 0, end: Date.now() * 2 }))?.total_requests).toBe(list?.total)
    await store.close()
    expect(readdirSync(rig.folder).toSorted()).toEqual(['redaction-key', DATABASE_FILE])
  })

  async function runAndKill(
    round: number,
    { afterMs, seen }: { afterMs: number; seen: Seen },
  ): Promise<void> {
    const program = join(import.meta.dirname, 'testing/write-until-killed.ts')
    const report = join(reports, String(round))
    writeFileSync(report, '')
    const child = spawn(process.execPath, [program, rig.folder, String(round), report], { stdio: 'inherit' })
    const closed = once(child, 'close')
    // Every other run is killed early, perhaps before it has a database; the others after they wrote to it.
    const sign = round % 2 === 0 ? 'F ' : 'K '
    while (child.exitCode === null && !readFileSync(report, 'utf8').includes(sign)) await delay(5)
    await delay(afterMs)
    const killed = Date.now()
    child.kill('SIGKILL')
    expect(await closed).toEqual([null, 'SIGKILL'])
    const said = readFileSync(report, 'utf8')
    for (const [what, id = '', at] of said.split('\n').map((line) => line.split(' '))) {
      if (what === 'F') seen.finished.set(id, killed - Number(at))
      if (what === 'K') seen.kept.add(id)
    }
  }
})

/** Checks a copy: the next start must find the log as the killed process left it. */
function integrity(folder: string): unknown {
  const copy = mkdtempSync(join(tmpdir(), 'signalbox-copy-'))
  cpSync(folder, copy, { recursive: true })
  try {
    return integrityOf(join(copy, DATABASE_FILE))
  } finally {
    rmSync(copy, { recursive: true })
  }
}
