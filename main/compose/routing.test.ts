import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { coded } from '../../shared/language/say.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { readRoutingProblems, reportRoutingProblems } from './routing.ts'

const toProblems = (...names: string[]) =>
  names.map((provider) => coded('routing.provider_missing', { provider }))

it('logs each problem once, and again when it comes back', () => {
  const logged: string[] = []
  let problems = toProblems('a', 'b')
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
  for (const next of [toProblems('a', 'b', 'c'), toProblems('c'), toProblems('a', 'c')]) {
    problems = next
    changed()
  }
  stop()
  expect(logged.map((sentence) => /“(.)”/.exec(sentence)?.[1])).toEqual(['a', 'b', 'c', 'a'])
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
    'The route “think” uses the provider “gone”, which isn’t set up.',
    'The sub-agent “reviewer” uses the provider “gone”, which isn’t set up.',
    expect.stringContaining('PROVIDER=typo'),
  ])
  await rm(folder, { recursive: true, force: true })
})
