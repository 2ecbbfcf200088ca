import { readFileSync, writeFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { createConfigStore } from '../config-store.ts'

/** A store on a file with this text, which is closed after the test. */
export function openConfig(at: string, text?: string, settleMs?: number) {
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
