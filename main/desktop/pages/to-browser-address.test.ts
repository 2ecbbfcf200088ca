import { expect, test } from 'vitest'
import type { ServerState } from '../../../shared/ipc.ts'
import { toBrowserAddress } from './to-browser-address.ts'

const RUNNING: ServerState = { state: 'running', baseUrl: 'http://127.0.0.1:3456' }

test.each([
  ['app://signalbox/openapi.json', 'http://127.0.0.1:3456/openapi.json'],
  [
    'app://signalbox/api/requests/export?format=jsonl',
    'http://127.0.0.1:3456/api/requests/export?format=jsonl',
  ],
  ['app://signalbox//evil.example/api/', 'app://signalbox//evil.example/api/'],
  ['app://signalbox/tray.html', 'app://signalbox/tray.html'],
  ['https://example.com/openapi.json', 'https://example.com/openapi.json'],
])('%s is %s in a browser', (address, found) => {
  expect(toBrowserAddress(address, RUNNING)).toBe(found)
})

test('stays unchanged while the server is not running', () => {
  expect(toBrowserAddress('app://signalbox/health', { state: 'stopped' })).toBe('app://signalbox/health')
})
