import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findClaudeFiles } from './find-claude-files.ts'

const home = join('/', 'home', 'me')
const find = (env: Record<string, string>) => findClaudeFiles({ env, home, platform: 'linux' })

test('looks where Claude Code writes first, then at the older places', () => {
  expect(find({}).credentials).toStrictEqual([
    join(home, '.claude', '.credentials.json'),
    join(home, '.config', 'claude', '.credentials.json'),
    join(home, '.config', 'ccproxy', 'credentials.json'),
    join(home, '.claude', 'credentials.json'),
  ])
})

test('looks only into a config folder of one’s own, and finds settings and state there', () => {
  expect(find({ CLAUDE_CONFIG_DIR: '/opt/claude' })).toStrictEqual({
    credentials: [join('/opt/claude', '.credentials.json')],
    settings: join('/opt/claude', 'settings.json'),
    state: join('/opt/claude', '.claude.json'),
  })
})

test('lets the folder for secrets outrank the config folder', () => {
  const env = { CLAUDE_CONFIG_DIR: '/a', CLAUDE_SECURESTORAGE_CONFIG_DIR: '/b' }
  expect(find(env).credentials).toStrictEqual([join('/b', '.credentials.json')])
  expect(find(env).settings).toBe(join('/a', 'settings.json'))
})

test('takes an empty folder for secrets as the default one', () => {
  const env = { CLAUDE_CONFIG_DIR: '/a', CLAUDE_SECURESTORAGE_CONFIG_DIR: '' }
  expect(find(env).credentials[0]).toBe(join(home, '.claude', '.credentials.json'))
})
