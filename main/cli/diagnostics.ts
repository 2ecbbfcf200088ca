import { Diagnostics } from '../../shared/diagnostics.ts'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { toStderr, toStdout } from './print.ts'

/**
 * `signalbox diagnostics`: prints a support bundle of the running instance, as JSON.
 *
 * @returns the exit code: 0 printed, 1 refused, 3 no instance is running
 */
export async function diagnostics({
  settings,
  json,
  howTo,
}: {
  settings: Settings
  json: boolean
  howTo: HowToRun
}): Promise<number> {
  const asked = await askInstance(settings, { method: 'GET', path: '/api/diagnostics', schema: Diagnostics })
  if (asked.kind === 'response') {
    toStdout(JSON.stringify(asked.body, null, json ? undefined : 2))
    return 0
  }
  const error =
    asked.kind === 'refused'
      ? asked.error
      : `${await notRunning({ port: settings.port, howTo })}\nTo check Claude Code’s settings without a running Signalbox: ${howTo('doctor')}`
  if (json) toStdout(JSON.stringify({ error }))
  else toStderr(error)
  return asked.kind === 'refused' ? 1 : 3
}
