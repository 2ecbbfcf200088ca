import type { TFunction } from 'i18next'
import type { ServerState } from '../../../shared/ipc.ts'
import type { Speech } from '../language/create-speech.ts'
import type { TraySnapshot } from './tray-snapshot.ts'
import { trayStatus } from './tray-status.ts'

/** Action of a menu item. `start` carries the port to start on, if it is not the configured one. */
export type TrayAction =
  | { do: 'show' | 'dashboard' | 'copy' | 'drain' | 'resume' | 'quit-idle' | 'stay' | 'quit-now' }
  | { do: 'start'; port?: number }
  | { do: 'install' }
  | { do: 'command-line'; install: boolean }
  | { do: 'launch-at-login' | 'notifications'; on: boolean }

/** A menu item. Without an action it is a disabled, informative line. */
export type TrayMenuLine =
  | 'separator'
  | { label: string; action?: TrayAction; enabled?: boolean; checked?: boolean }

/**
 * The native menu. It holds every action, because on GNOME a click opens nothing else. It shows counts but no ages:
 * publishing a new menu closes the open one on Linux.
 */
export function trayMenu(snapshot: TraySnapshot, speech: Speech): TrayMenuLine[] {
  const { t } = speech
  const running = snapshot.server.state === 'running'
  return [
    ...statusLines(snapshot, speech),
    { label: countRequests(snapshot.livez.in_flight, t) },
    { label: t('Show status…'), action: { do: 'show' } },
    { label: t('Open dashboard'), action: { do: 'dashboard' } },
    'separator',
    { label: t('Copy base URL'), action: { do: 'copy' }, enabled: running },
    ...serverLines(snapshot, t),
    'separator',
    ...preferenceLines(snapshot, t),
    ...commandLineLines(snapshot, t),
    'separator',
    ...updateLines(snapshot, t),
    snapshot.quitting
      ? {
          label: t('Don’t quit'),
          action: { do: 'stay' },
          enabled: snapshot.livez.drain?.cancellable === true,
        }
      : { label: t('Quit when idle'), action: { do: 'quit-idle' } },
    { label: t('Quit now'), action: { do: 'quit-now' } },
  ]
}

/** 0 → `No requests in flight` · 1 → `1 request in flight` · 3 → `3 requests in flight`. */
function countRequests(count: number, t: TFunction): string {
  return count === 0 ? t('No requests in flight') : t('{{count}} requests in flight', { count })
}

/** The state with the address, followed by the reason if there is one. */
function statusLines(snapshot: TraySnapshot, speech: Speech): TrayMenuLine[] {
  const { word, reason } = trayStatus(snapshot, speech)
  const { server } = snapshot
  const state = server.state === 'running' ? `${word} · ${new URL(server.baseUrl).host}` : word
  return reason === undefined ? [{ label: state }] : [{ label: state }, { label: reason }]
}

function serverLines({ server, livez }: TraySnapshot, t: TFunction): TrayMenuLine[] {
  if (server.state === 'starting') return [{ label: t('Start'), action: { do: 'start' }, enabled: false }]
  if (server.state === 'running') {
    if (!livez.draining) return [{ label: t('Drain'), action: { do: 'drain' } }]
    return [{ label: t('Resume'), action: { do: 'resume' }, enabled: livez.drain?.cancellable === true }]
  }
  const port = nextFreePort(server)
  const lines: TrayMenuLine[] = [
    { label: server.state === 'failed' ? t('Try again') : t('Start'), action: { do: 'start' } },
  ]
  if (port !== undefined)
    lines.push({ label: t('Start on port {{port}}', { port }), action: { do: 'start', port } })
  return lines
}

function updateLines({ update, quitting }: TraySnapshot, t: TFunction): TrayMenuLine[] {
  if (update === undefined || quitting) return []
  return [{ label: t('Update to {{version}} when idle', { version: update }), action: { do: 'install' } }]
}

function commandLineLines({ commandLine }: TraySnapshot, t: TFunction): TrayMenuLine[] {
  if (commandLine === 'packaged') return []
  const install = commandLine === 'absent'
  const label = install ? t('Install command-line tool') : t('Remove command-line tool')
  return [{ label, action: { do: 'command-line', install } }]
}

function preferenceLines(
  { preferences: { launchAtLogin, notifications } }: TraySnapshot,
  t: TFunction,
): TrayMenuLine[] {
  return [
    {
      label:
        launchAtLogin === 'needs-approval'
          ? t('Launch at login (allow it in System Settings)')
          : t('Launch at login'),
      action: { do: 'launch-at-login', on: launchAtLogin === 'off' },
      checked: launchAtLogin === 'on' || launchAtLogin === 'needs-approval',
      enabled: launchAtLogin !== 'unavailable',
    },
    {
      label: t('Notifications'),
      action: { do: 'notifications', on: !notifications },
      checked: notifications,
    },
  ]
}

function nextFreePort(server: ServerState): number | undefined {
  if (server.state !== 'failed') return undefined
  const port = server.failure.details['next_free_port' as keyof typeof server.failure.details]
  return typeof port === 'number' ? port : undefined
}
