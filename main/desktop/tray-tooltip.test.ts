import { expect, test } from 'vitest'
import { speak } from './language/create-speech.ts'
import { draining, PORT_BUSY, snapshot } from './snapshot-fixtures.ts'
import { trayTooltip } from './tray-tooltip.ts'

const { t } = speak('en')

test.each([
  [snapshot(), 'Signalbox · Running'],
  [snapshot({ livez: { in_flight: 3 } }), 'Signalbox · Running · 3 in flight'],
  [snapshot({ health: 'degraded' }), 'Signalbox · Running, with a warning'],
  [snapshot({ livez: draining('request', 2) }), 'Signalbox · Draining · 2 in flight'],
  [snapshot({ livez: draining('request', 0) }), 'Signalbox · Drained'],
  [snapshot({ livez: draining('quit', 1), quitting: true }), 'Signalbox · Quitting when idle · 1 in flight'],
  [snapshot({ server: PORT_BUSY }), 'Signalbox · Not running: Port 3456 already in use'],
])('says what is (%#)', (given, text) => {
  expect(trayTooltip(given, t)).toBe(text)
})

test('is cut with a sign before Windows cuts it without one', () => {
  const failure = { status: 'unhealthy' as const, error: 'x'.repeat(300), details: {} }
  const text = trayTooltip(snapshot({ server: { state: 'failed', failure } }), t)
  expect(text).toHaveLength(127)
  expect(text.endsWith('…')).toBe(true)
})
