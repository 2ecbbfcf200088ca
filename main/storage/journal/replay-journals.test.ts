import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RowMessage } from '../row-message.ts'
import { planned } from '../testing/plan-rows.ts'
import { toLine } from './journal-line.ts'
import { replayJournals } from './replay-journals.ts'

/** Higher than any process id (Linux: 2^22). */
const GONE = 99_999_999
const RUN = '00000000-0000-4000-8000-000000000001'
const OTHER_RUN = '00000000-0000-4000-8000-000000000002'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function leave(run: string, number: number, rows: readonly RowMessage[]): void {
  writeFileSync(join(folder, `journal-${GONE}-${run}-${number}.jsonl`), rows.map(toLine).join(''))
}

async function replayed(): Promise<Record<string, string | undefined>> {
  const written: RowMessage[] = []
  await replayJournals({ folder, instance: 'this' }, async (rows) => void written.push(...rows))
  return Object.fromEntries(written.map(({ requestId, end }) => [requestId, end?.endedBy]))
}

it('joins the start and the end of a request from different files', async () => {
  const rows = planned({ count: 4 }).map((row) => ({
    ...row,
    end: { ...row.end, endedBy: 'upstream' as const },
  }))
  const openings = rows.map((row) => ({ ...row, end: undefined }))
  // Sorted by name, the tenth file comes before the second.
  leave(RUN, 10, [...rows.slice(0, 1), ...openings.slice(2, 3)])
  leave(RUN, 2, openings.slice(0, 2))
  leave(RUN, 11, rows.slice(1, 2))
  leave(OTHER_RUN, 1, openings.slice(3))
  const ends = ['upstream', 'upstream', 'crash', 'crash']
  expect(await replayed()).toEqual(
    Object.fromEntries(rows.map(({ requestId }, index) => [requestId, ends[index]])),
  )
  expect(readdirSync(folder)).toEqual([])
})
