import type { TranscriptMessage, TranscriptReading } from '../../shared/transcript-usage.ts'
import { addMessage, type FoundMessage, readMessage } from './message-usage.ts'
import { openTranscript } from './open-transcript.ts'
import { projectFolder } from './project-folder.ts'
import { readLines } from './read-lines.ts'
import { agentId, isLoose, scanRoot, type TranscriptFile } from './scan-root.ts'

/** Time of one step of the reading, in ms; then it can be stopped, and its progress is known. */
const STEP_MS = 200
/** Messages taken at a time: half a megabyte of JSON. */
const TAKEN = 1000

/** Lines with usage have both; others are not parsed. Inside a JSON text quotes are escaped. */
const MARKS = ['"assistant"', '"usage"'].map((mark) => Buffer.from(mark))

export interface UsageReader {
  /** Number and size of the transcripts, without opening any. */
  look: () => TranscriptReading
  /** Begins to read all transcripts. */
  start: () => Promise<TranscriptReading>
  /** Reads on for a while. */
  next: () => Promise<TranscriptReading>
  /** The next messages, each once; empty after the last one. */
  take: () => TranscriptMessage[]
  /** Stops reading and forgets everything. */
  end: () => void
}

interface Reading {
  files: readonly TranscriptFile[]
  bytes: number
  readBytes: number
  /** Index of the next file. */
  at: number
  /** By message ID: a message is in several lines, and in the files of forked and resumed sessions. */
  messages: Map<string, FoundMessage>
  /** Set once everything is read. */
  left: Iterator<FoundMessage> | undefined
  taken: number
}

/**
 * Reads the usage in all transcripts below a folder: each message once, wherever it is repeated. Only lines with usage
 * are parsed, so a gigabyte takes seconds. Keeps nothing between readings.
 */
export function createUsageReader(root: string, pause: () => Promise<void> | undefined): UsageReader {
  let reading: Reading | undefined

  async function next(): Promise<TranscriptReading> {
    const own = reading
    if (own === undefined) return NOTHING
    const end = performance.now() + STEP_MS
    const isWanted = () => reading === own
    while (performance.now() < end && isWanted()) {
      const file = own.files[own.at]
      if (file === undefined) break
      own.at++
      await readFile(file, { messages: own.messages, pause, isWanted })
      own.readBytes += file.stamp.size
      await pause()
    }
    if (own.at >= own.files.length) own.left ??= own.messages.values()
    return toProgress(own)
  }
  return {
    look() {
      const files = scanRoot(root)
      return { ...NOTHING, files: files.length, bytes: sizeOf(files) }
    },
    start() {
      const files = scanRoot(root)
      const bytes = sizeOf(files)
      reading = { files, bytes, readBytes: 0, at: 0, messages: new Map(), left: undefined, taken: 0 }
      return next()
    },
    next,
    take: () => (reading === undefined ? [] : takeSome(reading)),
    end() {
      reading = undefined
    },
  }
}

function takeSome(reading: Reading): TranscriptMessage[] {
  const some: TranscriptMessage[] = []
  for (let one = reading.left?.next(); one?.done === false; one = reading.left?.next()) {
    some.push(toMessage(one.value))
    if (some.length === TAKEN) break
  }
  reading.taken += some.length
  return some
}

const NOTHING: TranscriptReading = { files: 0, bytes: 0, readBytes: 0, isRead: false, messages: 0 }

function toProgress({ files, bytes, readBytes, left, messages, taken }: Reading): TranscriptReading {
  const isRead = left !== undefined
  return { files: files.length, bytes, readBytes, isRead, messages: messages.size - taken }
}

function sizeOf(files: readonly TranscriptFile[]): number {
  return files.reduce((sum, { stamp }) => sum + stamp.size, 0)
}

async function readFile(
  file: TranscriptFile,
  {
    messages,
    pause,
    isWanted,
  }: {
    messages: Map<string, FoundMessage>
    pause: () => Promise<void> | undefined
    isWanted: () => boolean
  },
): Promise<void> {
  const opened = openTranscript(file.path)
  if (opened === undefined) return
  const { fd, stats, close } = opened
  const agent = file.agent ?? (isLoose(file) ? agentId(file.session) : undefined)
  const source = { path: file.path, bornAt: stats.birthtimeMs, session: file.session, agent }
  const place = createPlace(file.project)
  const add = (bytes: Buffer): void => {
    if (!MARKS.every((mark) => bytes.includes(mark))) return
    const found = readMessage(bytes, { source, place: place.found })
    if (found === undefined) return
    place.see(found.cwd)
    addMessage(messages, found.message)
  }
  try {
    const rest = await readLines({
      fd,
      from: 0,
      to: stats.size,
      pause,
      onLine(bytes) {
        add(bytes)
        return !isWanted()
      },
    })
    // The last line may lack its line feed. A half-written one is not JSON.
    add(rest)
  } catch {
    // It disappeared or became unreadable: what was read counts.
  } finally {
    close()
  }
}

/** The working directory of a file's session, which its name encodes. Commands may change that of later lines. */
function createPlace(project: string): {
  found: { folder?: string }
  see: (cwd: string | undefined) => void
} {
  const found: { folder?: string } = {}
  let isSure = false
  return {
    found,
    see(cwd) {
      if (cwd === undefined || isSure) return
      const folder = projectFolder(project, cwd)
      isSure = folder.replaceAll(/[^A-Za-z0-9]/g, '-') === project
      if (isSure || found.folder === undefined) found.folder = folder
    },
  }
}

function toMessage({
  isCopy: _copy,
  source: _source,
  output: _output,
  place,
  ...message
}: FoundMessage): TranscriptMessage {
  return { ...message, ...(place.folder !== undefined && { project: place.folder }) }
}
