import type { ServerState } from '../../shared/ipc.ts'
import { countRequests } from './count-requests.ts'
import type { TraySnapshot } from './tray-snapshot.ts'
import { trayStatus } from './tray-status.ts'

/** What a click means. `start` carries the port to start on, when it is not the configured one. */
export type TrayAction =
  | { do: 'show' | 'dashboard' | 'copy' | 'drain' | 'resume' | 'quit-idle' | 'stay' | 'quit-now' }
  | { do: 'start'; port?: number }
  | { do: 'install' }
  | { do: 'launch-at-login' | 'notifications'; on: boolean }

/** One line of the menu. Without an action it is a disabled line that only tells something. */
export type TrayMenuLine =
  | 'separator'
  | { label: string; action?: TrayAction; enabled?: boolean; checked?: boolean }

/**
 * The native menu: every action there is, because on GNOME it is the only thing a click opens.
 * It shows counts and no ages: publishing a new menu closes the open one on Linux.
 */
export function trayMenu(snapshot: TraySnapshot): TrayMenuLine[] {
  const running = snapshot.server.state === 'running'
  return [
    { label: statusLine(snapshot) },
    { label: countRequests(snapshot.livez.in_flight) },
    { label: 'Show status…', action: { do: 'show' } },
    { label: 'Open dashboard', action: { do: 'dashboard' } },
    'separator',
    { label: 'Copy base URL', action: { do: 'copy' }, enabled: running },
    ...serverLines(snapshot),
    'separator',
    ...preferenceLines(snapshot),
    'separator',
    ...updateLines(snapshot),
    snapshot.quitting
      ? { label: 'Do not quit', action: { do: 'stay' }, enabled: snapshot.livez.drain?.cancellable === true }
      : { label: 'Quit when idle', action: { do: 'quit-idle' } },
    { label: 'Quit now', action: { do: 'quit-now' } },
  ]
}

function statusLine(snapshot: TraySnapshot): string {
  const status = trayStatus(snapshot)
  return snapshot.server.state === 'running' ? `${status} · ${new URL(snapshot.server.baseUrl).host}` : status
}

function serverLines({ server, livez }: TraySnapshot): TrayMenuLine[] {
  if (server.state === 'starting') return [{ label: 'Start', action: { do: 'start' }, enabled: false }]
  if (server.state === 'running') {
    if (!livez.draining) return [{ label: 'Drain', action: { do: 'drain' } }]
    return [{ label: 'Resume', action: { do: 'resume' }, enabled: livez.drain?.cancellable === true }]
  }
  const port = nextFreePort(server)
  const lines: TrayMenuLine[] = [
    { label: server.state === 'failed' ? 'Try again' : 'Start', action: { do: 'start' } },
  ]
  if (port !== undefined) lines.push({ label: `Start on port ${port}`, action: { do: 'start', port } })
  return lines
}

function updateLines({ update, quitting }: TraySnapshot): TrayMenuLine[] {
  if (update === undefined || quitting) return []
  return [{ label: `Update to ${update} when idle`, action: { do: 'install' } }]
}

function preferenceLines({ preferences: { launchAtLogin, notifications } }: TraySnapshot): TrayMenuLine[] {
  return [
    {
      label:
        launchAtLogin === 'needs-approval'
          ? 'Launch at login (allow it in System Settings)'
          : 'Launch at login',
      action: { do: 'launch-at-login', on: launchAtLogin === 'off' },
      checked: launchAtLogin === 'on' || launchAtLogin === 'needs-approval',
      enabled: launchAtLogin !== 'unavailable',
    },
    { label: 'Notifications', action: { do: 'notifications', on: !notifications }, checked: notifications },
  ]
}

function nextFreePort(server: ServerState): number | undefined {
  if (server.state !== 'failed') return undefined
  const port = server.failure.details['next_free_port' as keyof typeof server.failure.details]
  return typeof port === 'number' ? port : undefined
}
