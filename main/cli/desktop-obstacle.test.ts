import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { displayObstacle, sandboxObstacle, startFailure } from './desktop-obstacle.ts'

const LINUX = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 } as const

test.each([
  [LINUX, undefined],
  [{ ...LINUX, env: {} }, 'there is no display'],
  [{ ...LINUX, env: { WAYLAND_DISPLAY: 'wayland-0' } }, undefined],
  [{ ...LINUX, uid: 0 }, 'Electron’s sandbox doesn’t run as root'],
  [{ platform: 'darwin' as const, env: {}, uid: 0 }, undefined],
])('a window on %j: %s', (system, obstacle) => {
  expect(displayObstacle(system)).toBe(obstacle)
})

test('a sandbox without rights is said with the command that helps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-sandbox-'))
  const electron = join(folder, 'electron')
  const ask = (namespaces: boolean) =>
    sandboxObstacle(electron, { ...LINUX, hasNamespaces: () => namespaces })
  expect(ask(false)).toBeUndefined()
  writeFileSync(join(folder, 'chrome-sandbox'), '')
  chmodSync(join(folder, 'chrome-sandbox'), 0o755)
  expect(ask(false)).toContain(`sudo chmod 4755 '${folder}/chrome-sandbox'`)
  expect(ask(true)).toBeUndefined()
  rmSync(folder, { recursive: true })
})

test('only an early end by a check or a missing library is a failed start', () => {
  const end = { code: null, signal: null, afterMs: 100 }
  expect(startFailure({ ...end, code: 127 })).toContain('library')
  expect(startFailure({ ...end, signal: 'SIGTRAP' })).toContain('SIGTRAP')
  expect(startFailure({ ...end, code: 0 })).toBeUndefined()
  expect(startFailure({ ...end, signal: 'SIGTERM' })).toBeUndefined()
  expect(startFailure({ ...end, signal: 'SIGTRAP', afterMs: 60_000 })).toBeUndefined()
})
