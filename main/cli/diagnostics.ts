import { Diagnostics } from '../../shared/diagnostics.ts'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'

/**
 * `signalbox diagnostics`: prints what somebody who helps needs to know, as JSON, from the running instance.
 *
 * @returns the exit code: 0 printed, 1 refused, 3 nothing is running there
 */
export async function diagnostics({
  settings,
  json,
}: {
  settings: Settings
  json: boolean
}): Promise<number> {
  const asked = await askInstance(settings, { method: 'GET', path: '/api/diagnostics', schema: Diagnostics })
  if (asked.kind === 'answer') {
    console.log(JSON.stringify(asked.body, null, json ? undefined : 2))
    return 0
  }
  const error =
    asked.kind === 'refused'
      ? asked.error
      : `No Signalbox is running on port ${settings.port}. Start one with: signalbox serve. What decides where Claude Code goes is told without one: signalbox doctor`
  if (json) console.log(JSON.stringify({ error }))
  else console.error(error)
  return asked.kind === 'refused' ? 1 : 3
}
