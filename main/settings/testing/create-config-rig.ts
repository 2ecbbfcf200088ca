import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, onTestFinished } from 'vitest'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { createConfigStore } from '../config-store.ts'

/** A folder for each test of the file, removed after it, and stores on a configuration file in it. */
export function createConfigRig() {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-config-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const path = () => join(folder, 'config.json')
  return {
    get folder() {
      return folder
    },
    get path() {
      return path()
    },
    open: (text?: string, at = path(), settleMs?: number) => openConfig(at, text, settleMs),
  }
}

/** A provider as a configuration file describes it. */
export const GROQ = { name: 'groq', apiKey: 'gsk-1', enabled: true }

/** A store on a file with this text, which is closed after the test. */
function openConfig(at: string, text?: string, settleMs?: number) {
  if (text !== undefined) writeFileSync(at, text)
  const logged: string[] = []
  const store = createConfigStore({
    path: at,
    log: { warn: (_facts, message) => logged.push(message) },
    ...(settleMs !== undefined && { settleMs }),
  })
  onTestFinished(store.close)
  return { ...store, logged, text: () => readFileSync(at, 'utf8') }
}

/** A header rule that blocks. */
export const rule = (header: string, rest: Partial<HeaderRule> = {}): HeaderRule => ({
  header,
  action: 'block',
  enabled: true,
  ...rest,
})
