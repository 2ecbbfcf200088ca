import type { Livez } from '../../shared/livez.ts'
import type { Settings } from '../settings/settings.ts'
import { callInstance } from './call-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { toStderr, toStdout } from './print.ts'

const CALLS = {
  drain: { method: 'POST', path: '/api/drain' },
  resume: { method: 'DELETE', path: '/api/drain' },
} as const

export type TalkCommand = keyof typeof CALLS

/**
 * Runs a command against the instance on `port` and prints the result.
 *
 * @returns the exit code: 0 done, 1 refused, 3 no instance is running (as for `systemctl status`)
 */
export async function talk(
  command: TalkCommand,
  { json, settings, howTo }: { json: boolean; settings: Settings; howTo: HowToRun },
): Promise<number> {
  const { port } = settings
  const response = await callInstance(port, { ...CALLS[command], credentials: settings })
  if (response.kind === 'response') {
    toStdout(json ? JSON.stringify(response.livez) : sentence(response.livez, port))
    return 0
  }
  const error = response.kind === 'refused' ? response.error : await notRunning({ port, howTo })
  if (json) toStdout(JSON.stringify({ error }))
  else toStderr(error)
  return response.kind === 'refused' ? 1 : 3
}

function sentence({ in_flight, draining, version }: Livez, port: number): string {
  const requests = in_flight === 1 ? '1 request' : `${in_flight} requests`
  if (!draining) return `Signalbox ${version} is running on port ${port}: ${requests} in flight.`
  if (in_flight === 0) return `Signalbox ${version} on port ${port} is drained.`
  return `Signalbox ${version} on port ${port} is draining: ${requests} in flight.`
}
