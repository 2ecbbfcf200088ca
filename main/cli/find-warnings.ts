import type { Settings } from '../settings/settings.ts'
import { callInstance } from './call-instance.ts'

/** Findings that only the running instance can have. The commands check all others from this terminal's point of view. */
const CHECKS: ReadonlySet<string | undefined> = new Set(['providers', 'storage'])

/**
 * Current failures of requests and of the request log according to the running instance, as sentences, most urgent
 * first: an upstream that can't be reached, for example, or a data folder that can't be written.
 */
export async function findWarnings(settings: Settings): Promise<string[]> {
  const found = await callInstance(settings.port, { method: 'GET', path: '/livez', credentials: settings })
  const verdict = found.kind === 'response' ? found.livez.verdict : undefined
  if (verdict === undefined) return []
  return [verdict.reason, ...verdict.others]
    .filter(({ check }) => CHECKS.has(check))
    .map(({ sentence }) => sentence)
}
