import { join } from 'node:path'
import { expect, it } from 'vitest'
import { transcriptsRoot } from './transcripts-root.ts'

it('is below the home directory', () => {
  expect(transcriptsRoot({}, '/home/me')).toBe(join('/home/me', '.claude', 'projects'))
  expect(transcriptsRoot({ CLAUDE_CONFIG_DIR: '' }, '/home/me')).toBe(join('/home/me', '.claude', 'projects'))
})

it('follows Claude Code’s own folder', () => {
  expect(transcriptsRoot({ CLAUDE_CONFIG_DIR: '/work/claude' }, '/home/me')).toBe(
    join('/work/claude', 'projects'),
  )
})
