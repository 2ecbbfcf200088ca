import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { failureReason } from '../failure.ts'
import { isProcessAlive } from '../process-alive.ts'
import type { RowMessage } from '../protocol.ts'
import { readLines } from './journal-line.ts'

/** journal-<pid>-<instance>-<number>.jsonl */
const NAME = /^journal-(\d+)-([0-9a-f-]{36})-\d+\.jsonl$/
const AT_A_TIME = 500

/** The path of a run's journal files, up to their number. */
export function journalPrefix(folder: string, instance: string): string {
  return join(folder, `journal-${process.pid}-${instance}`)
}

/**
 * Writes what runs that are gone had noted and not yet written, and deletes their journals. What is written already
 * stays as it is.
 *
 * @throws whatever `write` throws, but for rows that no column takes
 */
export async function replayJournals(
  { folder, instance }: { folder: string; instance: string },
  write: (rows: readonly RowMessage[]) => Promise<void>,
): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid = '', owner = ''] = NAME.exec(name) ?? []
    if (pid === '' || owner === instance || !(await isLeft(join(folder, name), Number(pid)))) continue
    await replay(join(folder, name), write)
  }
}

async function replay(path: string, write: (rows: readonly RowMessage[]) => Promise<void>): Promise<void> {
  const rows = readLines(await readFile(path, 'utf8'))
  for (let at = 0; at < rows.length; at += AT_A_TIME) {
    try {
      await write(rows.slice(at, at + AT_A_TIME))
    } catch (error) {
      if (failureReason(error) !== 'refused') throw error
    }
  }
  await rm(path, { force: true })
}

/** Whether the process that wrote it is gone. */
async function isLeft(path: string, pid: number): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined)
  return facts !== undefined && !isProcessAlive(pid, facts.mtimeMs)
}
