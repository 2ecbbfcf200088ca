import type { TFunction } from 'i18next'
import { Value } from 'typebox/value'
import { PortBusyDetails, type StartFailure } from '../../shared/health.ts'
import type { TraySnapshot } from './tray-snapshot.ts'

/** The one sentence on what the proxy is doing: the menu's first line and the tooltip's beginning. */
export function trayStatus({ server, livez, health, quitting }: TraySnapshot, t: TFunction): string {
  switch (server.state) {
    case 'starting':
      return t('Starting')
    case 'stopped':
      return t('Stopped')
    case 'failed':
      return notRunning(server.failure, t)
    case 'running':
      break
  }
  if (quitting) return t('Quitting when idle')
  if (livez.draining) return livez.in_flight === 0 ? t('Drained') : t('Draining')
  if (health === 'unhealthy') return t('Running, unhealthy')
  return health === 'degraded' ? t('Running, with a warning') : t('Running')
}

// Reasons other than a busy port are the system's own words.
function notRunning({ error, details }: StartFailure, t: TFunction): string {
  if (!Value.Check(PortBusyDetails, details)) return t('Not running: {{reason}}', { reason: error })
  return t('Not running: Port {{port}} already in use', { port: details.port })
}
