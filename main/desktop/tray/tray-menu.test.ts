import { expect, test } from 'vitest'
import { speak } from '../language/create-speech.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import { draining, PORT_BUSY, snapshot, verdict } from './snapshot-fixtures.ts'
import { trayMenu } from './tray-menu.ts'
import type { TraySnapshot } from './tray-snapshot.ts'

const SPEECH = speak('en')

const BUSY = snapshot({
  server: PORT_BUSY,
  verdict: verdict('not_running', finding('port_busy', { port: 3456 })),
})

/** `Drain` for an enabled item, `(Drain)` for a disabled one. */
function labels(given: TraySnapshot): string[] {
  return trayMenu(given, SPEECH).map((line) => {
    if (line === 'separator') return '—'
    return line.action !== undefined && line.enabled !== false ? line.label : `(${line.label})`
  })
}

test('carries every action while the proxy runs', () => {
  expect(labels(snapshot({ livez: { in_flight: 1 } }))).toEqual([
    '(Running · 127.0.0.1:3456)',
    '(1 request in flight)',
    'Show status…',
    'Open dashboard',
    '—',
    'Copy base URL',
    'Drain',
    '—',
    'Launch at login',
    'Notifications',
    '—',
    'Quit when idle',
    'Quit now',
  ])
})

test('offers to resume a drain from the button, and not one from a signal', () => {
  expect(labels(snapshot({ livez: draining('request', 2) }))).toContain('Resume')
  expect(labels(snapshot({ livez: draining('signal', 2) }))).toContain('(Resume)')
})

test('offers to stay while the app waits in order to quit', () => {
  const lines = labels(snapshot({ livez: draining('quit', 2), quitting: true }))
  expect(lines).toContain('Don’t quit')
  expect(lines).not.toContain('Quit when idle')
})

test('says why the proxy does not run, and offers the next free port', () => {
  const lines = labels(BUSY)
  expect(lines).toEqual(
    expect.arrayContaining([
      '(Not running)',
      '(Port 3456 is used by another program.)',
      'Try again',
      'Start on port 3457',
    ]),
  )
  expect(lines).toContain('(Copy base URL)')
  expect(trayMenu(BUSY, SPEECH)).toContainEqual({
    label: 'Start on port 3457',
    action: { do: 'start', port: 3457 },
  })
})

test('shows no ages, because a new menu closes the open one', () => {
  const young = trayMenu(snapshot({ livez: { in_flight: 1, oldest_ms: 1000, uptime_ms: 5000 } }), SPEECH)
  const old = trayMenu(snapshot({ livez: { in_flight: 1, oldest_ms: 9000, uptime_ms: 99_000 } }), SPEECH)
  expect(old).toEqual(young)
})

test('the preferences are ticked, and a click turns them over', () => {
  const lines = trayMenu(snapshot({ preferences: { launchAtLogin: 'on', notifications: false } }), SPEECH)
  expect(lines).toContainEqual({
    label: 'Launch at login',
    action: { do: 'launch-at-login', on: false },
    checked: true,
    enabled: true,
  })
  expect(lines).toContainEqual({
    label: 'Notifications',
    action: { do: 'notifications', on: true },
    checked: false,
  })
})

test('what this build or this system cannot do is there and not to be clicked', () => {
  expect(labels(snapshot({ preferences: { launchAtLogin: 'unavailable', notifications: true } }))).toContain(
    '(Launch at login)',
  )
  expect(
    labels(snapshot({ preferences: { launchAtLogin: 'needs-approval', notifications: true } })),
  ).toContain('Launch at login (allow it in System Settings)')
})

test('an update that is ready is offered, until the app is on its way out', () => {
  expect(labels(snapshot({ update: '0.2.0' }))).toContain('Update to 0.2.0 when idle')
  expect(labels(snapshot({ update: '0.2.0', quitting: true }))).not.toContain('Update to 0.2.0 when idle')
})

test('gives the reason of a warning without its counts, and of a connection that is not', () => {
  const failing = (count: number) => finding('upstream_unreachable', { host: 'api.example', count })
  const lines = (count: number) =>
    labels(snapshot({ verdict: verdict('warning', failing(count)) })).slice(0, 2)
  expect(lines(2)).toEqual([
    '(Warning · 127.0.0.1:3456)',
    '(api.example can’t be reached from this machine.)',
  ])
  expect(lines(3)).toEqual(lines(2))
  expect(labels(snapshot({ verdict: verdict('running', finding('not_connected')) })).slice(0, 2)).toEqual([
    '(Running · 127.0.0.1:3456)',
    '(Not connected.)',
  ])
})

test('installs the command where no package brings it, and removes it again', () => {
  const line = (commandLine: TraySnapshot['commandLine']) =>
    trayMenu(snapshot({ commandLine }), SPEECH).filter(
      (one) => one !== 'separator' && one.action?.do === 'command-line',
    )
  expect(line('absent')).toEqual([
    { label: 'Install command-line tool', action: { do: 'command-line', install: true } },
  ])
  expect(line('installed')).toEqual([
    { label: 'Remove command-line tool', action: { do: 'command-line', install: false } },
  ])
  expect(line('packaged')).toEqual([])
})

test('speaks German', () => {
  const german = trayMenu(BUSY, speak('de'))
  expect(german[0]).toEqual({ label: 'Läuft nicht' })
  expect(german[1]).toEqual({ label: 'Port 3456 wird von einem anderen Programm benutzt.' })
  expect(german).toContainEqual({
    label: 'Auf Port 3457 starten',
    action: { do: 'start', port: 3457 },
  })
})
