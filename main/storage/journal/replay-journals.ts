import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { failureReason } from '../failure.ts'
import { isAlive, isAliveSince, ownIdentity } from '../../base/process-identity.ts'
import type { RowMessage } from '../row-message.ts'
import { readLines } from './journal-line.ts'

/** journal-<pid>.<birth>-<instance>-<number>.jsonl, see ProcessIdentity; earlier versions wrote no birth. */
const NAME = /^journal-(\d+)(?:\.(\d+))?-([0-9a-f-]{36})-\d+\.jsonl$/
const AT_A_TIME = 500

/** Path of a run's journal files, without their number. */
export function journalPrefix(folder: string, instance: string): string {
  const { pid, birth } = ownIdentity()
  return join(folder, `journal-${pid}${birth === null ? '' : `.${birth}`}-${instance}`)
}

/**
 * Writes the rows that earlier runs noted but did not write, and deletes their journals. Rows already written stay
 * unchanged.
 *
 * @throws the error of `write`, except for rows that no column accepts
 */
export async function replayJournals(
  { folder, instance }: { folder: string; instance: string },
  write: (rows: readonly RowMessage[]) => Promise<void>,
): Promise<void> {
  const files = new Map<string, string[]>()
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid = '', birth, owner = ''] = NAME.exec(name) ?? []
    const path = join(folder, name)
    if (pid === '' || owner === instance || !(await isLeft(path, { pid: Number(pid), birth }))) continue
    files.set(owner, [...(files.get(owner) ?? []), path])
  }
  for (const paths of files.values()) await replay(paths, write)
}

/** All files of a run at once: a request may begin in one file and end in the next. */
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

/** True for a regular file (not a pipe) whose process is gone. The times of the file are no evidence: the clock may have been set. */
async function isLeft(
  path: string,
  { pid, birth }: { pid: number; birth: string | undefined },
): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined)
  if (facts?.isFile() !== true) return false
  return birth === undefined ? !isAliveSince(pid, facts.mtimeMs) : !isAlive({ pid, birth })
}
