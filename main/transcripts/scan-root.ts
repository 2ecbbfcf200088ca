import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isSafeId } from './safe-id.ts'

const SUFFIX = '.jsonl'
const AGENT = 'agent-'
/** Claude Code uses five levels: project, session, `subagents`, `workflows`, run. */
const MAX_DEPTH = 10

export interface TranscriptFile {
  path: string
  /** The folder below the root, with `/` on every system. */
  project: string
  /**
   * The session of the file. A sub-agent's file beside its session's names it only in its lines; until then, its own
   * name.
   */
  session: string
  /** Set for a file that is known to be a sub-agent's. */
  agent: string | undefined
  stamp: Stamp
}

/** A file with an unchanged stamp is treated as unchanged. */
export interface Stamp {
  size: number
  mtimeMs: number
  /** Identifies the file itself, independent of its name. */
  ino: number
}

/**
 * Lists the transcripts below a folder without opening any. Symbolic links are not followed: targets below the root are
 * listed anyway, and others are out of scope. Unreadable entries are skipped; a missing root gives an empty list.
 *
 * `<project>/<session>.jsonl`, and of sub-agents `<project>/<session>/subagents/…/agent-<id>.jsonl`, or in older
 * versions `<project>/agent-<id>.jsonl`.
 */
export function scanRoot(root: string): TranscriptFile[] {
  const files: TranscriptFile[] = []
  const real = attempt(() => realpathSync(root))
  if (real !== undefined) scanFolder(real, [], files)
  return files
}

/** True for a file that may belong to the session named in its lines. */
export function isLoose({ session, agent }: TranscriptFile): boolean {
  return agent === undefined && session.startsWith(AGENT)
}

export function agentId(name: string): string {
  return name.startsWith(AGENT) ? name.slice(AGENT.length) : name
}

function scanFolder(folder: string, parents: readonly string[], files: TranscriptFile[]): void {
  const entries: Dirent[] = attempt(() => readdirSync(folder, { withFileTypes: true })) ?? []
  for (const entry of entries) {
    if (!isSafeId(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory() && parents.length < MAX_DEPTH) scanFolder(path, [...parents, entry.name], files)
    if (!entry.isFile() || !entry.name.endsWith(SUFFIX)) continue
    const place = placeOf(parents, entry.name.slice(0, -SUFFIX.length))
    const stamp = place === undefined ? undefined : attempt(() => lstatSync(path))
    if (place !== undefined && stamp?.isFile() === true) files.push({ path, ...place, stamp: stampOf(stamp) })
  }
}

export function stampOf({ size, mtimeMs, ino }: Stamp): Stamp {
  return { size, mtimeMs, ino }
}

/** The project, session and agent of a file; undefined if it is not a transcript. */
function placeOf(
  parents: readonly string[],
  name: string,
): Pick<TranscriptFile, 'project' | 'session' | 'agent'> | undefined {
  if (parents.length === 0 || name === '') return undefined
  const at = parents.indexOf('subagents', 2)
  if (at === -1) return { project: parents.join('/'), session: name, agent: undefined }
  const session = parents[at - 1]
  if (session === undefined || !name.startsWith(AGENT)) return undefined
  return { project: parents.slice(0, at - 1).join('/'), session, agent: agentId(name) }
}

/** Ignores errors: files and folders may disappear at any time or be unreadable. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
