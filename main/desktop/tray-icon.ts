import type { TraySnapshot } from './tray-snapshot.ts'

/** The six shapes of the mark. Never told apart by colour alone (LOOK.md, "Mark"). */
export type TrayIcon = 'running' | 'active' | 'warning' | 'error' | 'draining' | 'stopped'

/** The shape for a snapshot: the most urgent fact wins. */
export function trayIcon({ server, livez, health }: TraySnapshot): TrayIcon {
  if (server.state === 'failed') return 'error'
  if (server.state !== 'running') return 'stopped'
  // Before `health`: a draining server calls itself 'draining' there, and that is what the user asked for.
  if (livez.draining) return 'draining'
  if (health === 'unhealthy') return 'error'
  if (health === 'degraded') return 'warning'
  return livez.in_flight > 0 ? 'active' : 'running'
}
