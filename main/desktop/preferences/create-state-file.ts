import { createMutex } from '../../base/mutex.ts'
import { readRegularFileSync } from '../../base/read-regular-file.ts'
import { writePrivateFile } from '../../base/write-private-file.ts'
import { Check } from 'typebox/value'
import type { Log } from '../log.ts'
import { DesktopState, FIRST_STATE } from './desktop-state.ts'

export interface StateFile {
  read: () => DesktopState
  /** Changes the state at once and writes it soon. Never throws. */
  update: (change: Partial<DesktopState>) => void
  /** Resolves when all changes are on disk. */
  written: () => Promise<void>
}

/** Persistent state of the desktop app. Parts of the file that fail the schema are ignored; the rest is kept. */
export function createStateFile({ path, log }: { path: string; log: Log }): StateFile {
  let state = load(path, log)
  // Serialised writes, so that the newest state ends up on disk.
  const { runExclusive, idle } = createMutex()

  async function write(): Promise<void> {
    try {
      await writePrivateFile(path, `${JSON.stringify(state, null, 2)}\n`)
    } catch (error) {
      log.warn({ err: error, path }, 'failed to write desktop state')
    }
  }
  return {
    read: () => state,
    update(change) {
      state = { ...state, ...change }
      void runExclusive(write)
    },
    written: idle,
  }
}

function load(path: string, log: Log): DesktopState {
  let found: unknown
  try {
    found = JSON.parse(readRegularFileSync(path).toString('utf8'))
  } catch (error) {
    if (!isMissing(error)) log.warn({ err: error, path }, 'failed to read desktop state')
  }
  if (typeof found !== 'object' || found === null) return FIRST_STATE
  const fitting = Object.entries(DesktopState.properties).flatMap(([key, schema]) => {
    const value: unknown = Reflect.get(found, key)
    return Check(schema, value) ? [[key, value] as const] : []
  })
  return { ...FIRST_STATE, ...Object.fromEntries(fitting) }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
