import type { Finding, Reading } from './finding.ts'
import type { ParsedCredentials } from './login.ts'
import type { OpenFile } from './read-file.ts'
import { readSettled, type SettledReading } from './read-settled.ts'

export interface SteadyReaderDeps {
  /** Milliseconds since 1970. */
  now: () => number
  openFile?: OpenFile
}

export type SteadyReader = (path: string, signal: AbortSignal) => Promise<Reading>

/**
 * Reads credential files without a momentary "invalid" during a rewrite: while a file is incomplete, its last good
 * reading is returned, with its age.
 */
export function createSteadyReader(
  parse: (text: string) => ParsedCredentials,
  { now, openFile }: SteadyReaderDeps,
): SteadyReader {
  /** By path: the last reading with a sign-in. Findings have no token fields. */
  const good = new Map<string, Reading>()

  return async (path, signal) => {
    const settled = await readSettled(path, {
      parse,
      now,
      signal,
      ...(openFile === undefined ? {} : { openFile }),
    })
    const before = good.get(path)
    if (settled.kind === 'parsed' && settled.beingWritten && before !== undefined)
      return { ...before, stale: true }

    const reading: Reading = { finding: toFinding(settled, path), readAt: now(), stale: false }
    if (reading.finding.kind === 'login' || reading.finding.kind === 'api_key') good.set(path, reading)
    else good.delete(path)
    return reading
  }
}

function toFinding(settled: SettledReading, path: string): Finding {
  if (settled.kind === 'missing') return { kind: 'missing', signedOut: false }
  if (settled.kind === 'unreadable') return { kind: 'unreadable', path, code: settled.code }
  const { parsed, mtimeMs } = settled
  if (parsed.kind === 'login') return { kind: 'login', login: parsed.login, path, mtimeMs }
  if (parsed.kind === 'api_key') return { kind: 'api_key', path, mtimeMs }
  if (parsed.kind === 'signed_out') return { kind: 'missing', signedOut: true }
  return { kind: 'broken', path, mtimeMs }
}
