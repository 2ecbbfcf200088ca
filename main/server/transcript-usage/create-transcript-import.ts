import type {
  StoredTranscripts,
  TranscriptReading,
  TranscriptUsage,
} from '../../../shared/transcript-usage.ts'
import { decodeJson } from '../../base/json/decode-json.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'

/** Reading takes most of the time; the rest is storing and comparing. */
const READING_SHARE = 0.8
const STORING_SHARE = 0.1

/** The reader of transcripts, in its own thread. Rejects when that thread dies. */
export interface TranscriptSource {
  usage: (action: 'look' | 'start' | 'next' | 'end') => Promise<TranscriptReading>
  /** The next messages as JSON, which is only passed on; `[]` after the last one. */
  takeUsage: () => Promise<Uint8Array<ArrayBuffer>>
}

export interface TranscriptImportDeps {
  log: Pick<RequestLogSource, 'json'> & { flush: () => Promise<void> }
  source: TranscriptSource
  /** Wall clock, in ms since 1970. */
  now: () => number
}

export interface TranscriptImport {
  /** @throws StorageError (rejects), as all methods below */
  status: () => Promise<TranscriptUsage>
  /** Begins to import; does nothing while it runs. */
  start: () => Promise<TranscriptUsage>
  /** Stops it, and leaves what was imported before. */
  cancel: () => Promise<TranscriptUsage>
  /** The user wants no import; it is not offered again. */
  decline: () => Promise<TranscriptUsage>
  /** Deletes everything that was imported. */
  remove: () => Promise<TranscriptUsage>
  /** Resolves when nothing runs. */
  idle: () => Promise<void>
}

/**
 * Imports the usage of Claude Code's transcripts into the request log's database. Two threads do the work: one reads the
 * files, the other stores and compares; this one passes messages on without parsing them. Nothing counts before the
 * last step, so an import that is cancelled or killed changes nothing.
 */
export function createTranscriptImport({ log, source, now }: TranscriptImportDeps): TranscriptImport {
  let running: (Run & { done: Promise<void> }) | undefined
  let error: string | undefined

  async function status(): Promise<TranscriptUsage> {
    const stored = decodeJson(await log.json('transcriptUsage', {})) as StoredTranscripts
    const isOffered = running === undefined && stored.isOffered && (await hasTranscripts())
    const state = running !== undefined ? 'running' : error === undefined ? 'idle' : 'failed'
    return {
      ...stored,
      isOffered,
      state,
      ...(running !== undefined && { progress: running.progress }),
      ...(error !== undefined && state === 'failed' && { error }),
    }
  }
  async function hasTranscripts(): Promise<boolean> {
    const { files } = await source.usage('look').catch(() => ({ files: 0 }))
    return files > 0
  }
  return {
    status,
    start() {
      if (running === undefined) {
        const own = { isCancelled: false, progress: 0, done: Promise.resolve() }
        error = undefined
        running = own
        own.done = run(own, { log, source, now })
          .catch((cause: unknown) => (error = cause instanceof Error ? cause.message : String(cause)))
          .then(() => (running = undefined))
          .then(() => undefined)
      }
      return status()
    },
    async cancel() {
      if (running !== undefined) {
        running.isCancelled = true
        await running.done
      }
      return status()
    },
    async decline() {
      await log.json('finishTranscripts', { action: 'decline' })
      return status()
    },
    async remove() {
      if (running !== undefined) {
        running.isCancelled = true
        await running.done
      }
      await log.json('finishTranscripts', { action: 'remove' })
      return status()
    },
    idle: () => running?.done ?? Promise.resolve(),
  }
}

interface Run {
  isCancelled: boolean
  /** From 0 to 1. */
  progress: number
}

async function run(own: Run, deps: TranscriptImportDeps): Promise<void> {
  const { log, source } = deps
  const until = deps.now()
  try {
    let reading = await source.usage('start')
    while (!reading.isRead && !own.isCancelled) {
      own.progress = (READING_SHARE * reading.readBytes) / Math.max(1, reading.bytes)
      reading = await source.usage('next')
    }
    await store(own, deps, { messages: reading.messages, until })
    // Responses of these messages may have ended a moment ago.
    await log.flush()
    await compare(own, deps)
    if (!own.isCancelled) await log.json('finishTranscripts', { action: 'count' })
  } finally {
    // Best effort: what does not count is replaced by the next import.
    await log.json('finishTranscripts', { action: 'discard' }).catch(() => undefined)
    await source.usage('end').catch(() => undefined)
  }
}

async function store(
  own: Run,
  { log, source }: TranscriptImportDeps,
  { messages, until }: { messages: number; until: number },
): Promise<void> {
  for (let taken = 0; taken < messages && !own.isCancelled;) {
    await log.json('addTranscripts', { messages: await source.takeUsage(), until })
    const { messages: left } = await source.usage('next')
    taken = messages - left
    own.progress = READING_SHARE + (STORING_SHARE * taken) / messages
  }
}

async function compare(own: Run, { log }: TranscriptImportDeps): Promise<void> {
  for (let after = 0; !own.isCancelled;) {
    const json = await log.json('compareTranscripts', { after })
    if (json === undefined) return
    const step = decodeJson(json) as { after: number; last: number }
    after = step.after
    const share = Math.min(1, after / step.last)
    own.progress = READING_SHARE + STORING_SHARE + (1 - READING_SHARE - STORING_SHARE) * share
  }
}
