import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultDataDir } from './data-dir.ts'

const HOME = join('/', 'home', 'me')

it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', { HOME }, join(HOME, '.config', 'Signalbox')],
  ['linux', { HOME, XDG_CONFIG_HOME: '/etc/me' }, join('/', 'etc', 'me', 'Signalbox')],
  ['linux', { HOME, XDG_CONFIG_HOME: '' }, join(HOME, '.config', 'Signalbox')],
  ['darwin', { HOME }, join(HOME, 'Library', 'Application Support', 'Signalbox')],
  ['win32', { USERPROFILE: HOME }, join(HOME, 'AppData', 'Roaming', 'Signalbox')],
  ['win32', { USERPROFILE: HOME, APPDATA: '/roaming' }, join('/', 'roaming', 'Signalbox')],
])('on %s with %j is where Electron keeps its userData', (platform, env, expected) => {
  expect(defaultDataDir(env, platform)).toBe(expected)
})
