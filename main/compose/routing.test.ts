import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadSettings } from '../settings/load-settings.ts'
import { readRoutingProblems, reportRoutingProblems } from './routing.ts'

it('logs each problem once, and again when it comes back', () => {
  const logged: string[] = []
  let problems = ['a', 'b']
  let changed = () => undefined as void
  const stop = reportRoutingProblems({
    routing: {
      problems: () => problems,
      onChange(listener) {
        changed = listener
        return () => undefined
      },
    },
    warn: (message) => logged.push(message),
  })
  for (const next of [['a', 'b', 'c'], ['c'], ['a', 'c']]) {
    problems = next
    changed()
  }
  stop()
  expect(logged).toEqual(['a', 'b', 'c', 'a'])
})

it('finds what leads nowhere without a running instance', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-routing-'))
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({
      routes: { think: { provider: 'gone', model: 'm' } },
      subagents: { enable: true, mappings: { reviewer: 'gone,m' } },
    }),
  )
  const env = { HOME: folder, SIGNALBOX_DATA_DIR: folder, PROVIDER: 'typo' }
  const settings = loadSettings({ env, platform: process.platform, flags: {} })
  expect(readRoutingProblems(settings)).toEqual([
    'The route "think" names the provider "gone", which is not set up.',
    'The mapping of the sub-agent "reviewer" names the provider "gone", which is not set up.',
    expect.stringContaining('PROVIDER=typo names no provider'),
  ])
  await rm(folder, { recursive: true, force: true })
})
