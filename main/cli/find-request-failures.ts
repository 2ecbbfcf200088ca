import type { Settings } from '../settings/settings.ts'
import { callInstance } from './call-instance.ts'

/**
 * Current request failures according to the running instance, as sentences, most urgent first: an upstream that can't
 * be reached, for example. Its other findings are left out: the commands check them from this terminal's point of view.
 */
export async function findRequestFailures(settings: Settings): Promise<string[]> {
  const found = await callInstance(settings.port, { method: 'GET', path: '/livez', credentials: settings })
  const verdict = found.kind === 'response' ? found.livez.verdict : undefined
  if (verdict === undefined) return []
  return [verdict.reason, ...verdict.others]
    .filter(({ check }) => check === 'providers')
    .map(({ sentence }) => sentence)
}
