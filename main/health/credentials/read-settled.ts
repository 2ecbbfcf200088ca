import { setTimeout as delay } from 'node:timers/promises'
import type { ParsedCredentials } from './login.ts'
import { type FileReading, type OpenFile, readSmallFile } from './read-file.ts'

/** Age up to which a broken file may be incomplete, in ms. */
const WRITING_MS = 2_000
const RETRY_MS = 150

export type SettledReading =
  | { kind: 'parsed'; parsed: ParsedCredentials; mtimeMs: number; beingWritten: boolean }
  | Exclude<FileReading, { kind: 'text' }>

interface ReadOptions {
  parse: (text: string) => ParsedCredentials
  /** Milliseconds since 1970. */
  now: () => number
  signal: AbortSignal
  openFile?: OpenFile
}

/**
 * Reads and parses a credential file. Retries once after 150 ms if the file is broken and recent, because some writers
 * truncate first. Rejects only with the signal's reason.
 */
export async function readSettled(path: string, options: ReadOptions): Promise<SettledReading> {
  const first = await readOnce(path, options)
  if (first.kind !== 'parsed' || !first.beingWritten) return first
  await delay(RETRY_MS, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted())
  return readOnce(path, options)
}

async function readOnce(path: string, { parse, now, openFile }: ReadOptions): Promise<SettledReading> {
  const reading = await readSmallFile(path, openFile)
  if (reading.kind !== 'text') return reading
  const parsed = parse(reading.text)
  const recent = Math.abs(now() - reading.mtimeMs) < WRITING_MS
  return {
    kind: 'parsed',
    parsed,
    mtimeMs: reading.mtimeMs,
    beingWritten: parsed.kind === 'malformed' && recent,
  }
}
