import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { failureReason } from '../failure.ts'
import { isAliveSince } from '../../base/process-identity.ts'
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
  const files = new Map<string, string[]>()
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid = '', owner = ''] = NAME.exec(name) ?? []
    const path = join(folder, name)
    if (pid === '' || owner === instance || !(await isLeft(path, Number(pid)))) continue
    files.set(owner, [...(files.get(owner) ?? []), path])
  }
  for (const paths of files.values()) await replay(paths, write)
}

/** All files of a run at once: a request that has no end in one of them may have it in the next. */
async function replay(
  paths: readonly string[],
  write: (rows: readonly RowMessage[]) => Promise<void>,
): Promise<void> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  const rows = readLines(texts.join('\n'))
  for (let at = 0; at < rows.length; at += AT_A_TIME) {
    try {
      await write(rows.slice(at, at + AT_A_TIME))
    } catch (error) {
      if (failureReason(error) !== 'refused') throw error
    }
  }
  await Promise.all(paths.map((path) => rm(path, { force: true })))
}

/** Whether it is a file, not a pipe that nobody writes to, and the process that wrote it is gone. */
async function isLeft(path: string, pid: number): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined)
  return facts?.isFile() === true && !isAliveSince(pid, facts.mtimeMs)
}
