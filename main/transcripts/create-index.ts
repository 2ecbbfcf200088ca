import { type FileState, followFile } from './follow-file.ts'
import { isSafeId } from './safe-id.ts'
import { agentId, isLoose, type TranscriptFile, scanRoot } from './scan-root.ts'

/** A transcript file with its parsed state. */
export interface Indexed {
  file: TranscriptFile
  /** Undefined until the file has been read. */
  state: FileState | undefined
}

/** One conversation: its own file and those of its sub-agents. */
export interface Session {
  project: string
  id: string
  /** Undefined if only the sub-agents' files are left. */
  main: Indexed | undefined
  agents: { id: string; indexed: Indexed }[]
}

export interface Index {
  /** Rescans the tree: adds new files, updates stamps and removes deleted files. */
  look: () => Indexed[]
  /** The conversations as of the last scan. */
  sessions: () => Session[]
  /** Reads new content of these files, newest file first. */
  catchUp: (files: readonly Indexed[]) => Promise<void>
}

/** Index of the transcripts below a folder. Reads each byte only once. */
export function createIndex(root: string, pause: () => Promise<void> | undefined): Index {
  const files = new Map<string, Indexed>()
  /** Reads in progress: two queries must not add the same lines to the same facts. */
  const reading = new Map<Indexed, Promise<void>>()

  async function read(indexed: Indexed): Promise<void> {
    try {
      indexed.state = await followFile(indexed.file, indexed.state, pause)
      indexed.file = { ...indexed.file, stamp: indexed.state.stamp }
    } finally {
      reading.delete(indexed)
    }
  }
  return {
    look() {
      const gone = new Set(files.keys())
      for (const file of scanRoot(root)) {
        gone.delete(file.path)
        const known = files.get(file.path)
        if (known === undefined) files.set(file.path, { file, state: undefined })
        else known.file = file
      }
      for (const path of gone) files.delete(path)
      return [...files.values()]
    },
    sessions: () => group(files.values()),
    async catchUp(wanted) {
      const behind = wanted.filter(isBehind)
      behind.sort((a, b) => b.file.stamp.mtimeMs - a.file.stamp.mtimeMs)
      for (const indexed of behind) {
        if (!isBehind(indexed)) continue
        const started = reading.get(indexed) ?? read(indexed)
        reading.set(indexed, started)
        await started
      }
    },
  }
}

/** True if the file has content that has not been read. */
function isBehind({ file, state }: Indexed): boolean {
  if (state === undefined) return true
  const { size, mtimeMs, ino } = state.stamp
  return file.stamp.size !== size || file.stamp.mtimeMs !== mtimeMs || file.stamp.ino !== ino
}

function group(files: Iterable<Indexed>): Session[] {
  const sessions = new Map<string, Session>()
  for (const indexed of files) {
    const { project, agent } = indexed.file
    // Its session is unknown until it has been read.
    if (isLoose(indexed.file) && indexed.state === undefined) continue
    const id = sessionOf(indexed)
    const key = `${project}/${id}`
    const session = sessions.get(key) ?? { project, id, main: undefined, agents: [] }
    sessions.set(key, session)
    if (agent === undefined && id === indexed.file.session) session.main = indexed
    else session.agents.push({ id: agent ?? agentId(indexed.file.session), indexed })
  }
  return [...sessions.values()]
}

function sessionOf({ file, state }: Indexed): string {
  const named = isLoose(file) ? state?.facts.sessionId : undefined
  return named !== undefined && isSafeId(named) ? named : file.session
}
