import type { TraySnapshot } from './tray-snapshot.ts'

/** The one sentence on what the proxy is doing: the menu's first line and the tooltip's beginning. */
export function trayStatus({ server, livez, health, quitting }: TraySnapshot): string {
  switch (server.state) {
    case 'starting':
      return 'Starting'
    case 'stopped':
      return 'Stopped'
    case 'failed':
      return `Not running: ${server.failure.error}`
    case 'running':
      break
  }
  if (quitting) return 'Quitting when idle'
  if (livez.draining) return livez.in_flight === 0 ? 'Drained' : 'Draining'
  if (health === 'unhealthy') return 'Running, unhealthy'
  return health === 'degraded' ? 'Running, with a warning' : 'Running'
}
