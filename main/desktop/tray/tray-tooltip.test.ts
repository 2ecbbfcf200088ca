import { expect, test } from 'vitest'
import { speak } from '../language/create-speech.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import { draining, PORT_BUSY, snapshot, verdict } from './snapshot-fixtures.ts'
import { trayTooltip } from './tray-tooltip.ts'

const SPEECH = speak('en')
const OVERLOADED = finding('upstream_overloaded', { host: 'api.example', count: 3 })
const BUSY = finding('port_busy', { port: 3456 })

test.each([
  [snapshot(), 'Signalbox · Running'],
  [snapshot({ livez: { in_flight: 3 } }), 'Signalbox · Running · 3 in flight'],
  [
    snapshot({ verdict: verdict('warning', OVERLOADED) }),
    'Signalbox · Warning · api.example is overloaded (529).',
  ],
  [
    snapshot({ verdict: verdict('draining'), livez: draining('request', 2) }),
    'Signalbox · Draining · 2 in flight',
  ],
  [
    snapshot({ verdict: verdict('draining', finding('draining_quit')), livez: draining('quit', 1) }),
    'Signalbox · Draining · 1 in flight · Signalbox quits once running requests finish.',
  ],
  [snapshot({ verdict: verdict('drained'), livez: draining('request', 0) }), 'Signalbox · Drained'],
  [
    snapshot({ server: PORT_BUSY, verdict: verdict('not_running', BUSY) }),
    'Signalbox · Not running · Port 3456 is used by another program.',
  ],
])('says what is (%#)', (given, text) => {
  expect(trayTooltip(given, SPEECH)).toBe(text)
})

test('is cut with a sign before Windows cuts it without one', () => {
  const failed = verdict('not_running', finding('start_failed', { reason: 'x'.repeat(300) }))
  const text = trayTooltip(snapshot({ verdict: failed }), SPEECH)
  expect(text).toHaveLength(127)
  expect(text.endsWith('…')).toBe(true)
})
