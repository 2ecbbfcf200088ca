import { describe, expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS } from '../../../shared/live-settings.ts'
import { changeConfigText } from './change-config-text.ts'
import { parseLiveSettings } from './parse-live-settings.ts'

const read = (file: unknown) => parseLiveSettings(JSON.stringify(file), DEFAULT_LIVE_SETTINGS)

function save(file: unknown, change: unknown): unknown {
  const { settings: current } = read(file)
  return JSON.parse(changeConfigText(JSON.stringify(file), { change, current, path: 'config.json' }))
}

describe('an invalid entry', () => {
  it('is named with every field that is wrong, and the others apply', () => {
    const wrong = {
      name: 'A',
      type: 'nonsense',
      apiBaseUrl: 7,
      models: [1, 'a', 2],
      maxTokens: 0,
      enabled: 'no',
    }
    const { settings, problems } = read({ providers: [{ name: 'groq' }, { name: 'xai' }, wrong] })
    expect(settings.providers.map(({ name }) => name)).toEqual(['groq', 'xai'])
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['/providers/2/name', 'invalid.pattern'],
      ['/providers/2/type', 'invalid.one_of'],
      ['/providers/2/apiBaseUrl', 'invalid.text'],
      ['/providers/2/models/0', 'invalid.text'],
      ['/providers/2/models/2', 'invalid.text'],
      ['/providers/2/enabled', 'invalid.boolean'],
      ['/providers/2/maxTokens', 'invalid.minimum'],
    ])
  })

  it('is named with all items of a long list', () => {
    const { problems } = read({ providers: [{ name: 'groq', models: Array.from({ length: 60 }, () => 1) }] })
    expect(problems).toHaveLength(60)
    expect(problems.at(-1)?.path).toBe('/providers/0/models/59')
  })
})

describe('a field with two names', () => {
  const file = { providers: [{ name: 'groq', apiKey: 'ours', api_key: 'theirs' }] }

  it('has the value of our own', () => {
    expect(read(file).settings.providers).toEqual([{ name: 'groq', apiKey: 'ours', enabled: true }])
  })

  it('is removed under both, so that the other does not take its place', () => {
    expect(save(file, { providers: [{ name: 'groq', enabled: true }] })).toEqual({
      providers: [{ name: 'groq' }],
    })
  })
})

describe('a key that appears twice', () => {
  it('counts where it is last, and is named where it is ignored', () => {
    const text =
      '{\n"storage": { "maxDays": 3 },\n"st\\u006frage": {\n"maxDays": 4,\n"maxDays": 5 },\n"port": 1,\n"port": 2 }'
    const { settings, problems } = parseLiveSettings(text, DEFAULT_LIVE_SETTINGS)
    expect(settings.storage.maxDays).toBe(5)
    expect(problems.map(({ code, path, line, effect }) => [code, path, line, effect])).toEqual([
      ['invalid.repeated_key', '/storage', 2, 'effect.entry_ignored'],
      ['invalid.repeated_key', '/storage/maxDays', 2, 'effect.entry_ignored'],
      ['invalid.repeated_key', '/port', 6, 'effect.entry_ignored'],
    ])
  })

  it('costs little, however often', () => {
    const text = `{${'"a":1,'.repeat(300_000)}"storage":{"maxDays":5}}`
    const { settings, problems } = parseLiveSettings(text, DEFAULT_LIVE_SETTINGS)
    expect(settings.storage.maxDays).toBe(5)
    expect(problems.length).toBe(101)
  })
})

it('a save leaves a file on its one line', () => {
  const text = '{"unknown":[[[1]],{"a":{"b":2}}],"port":1}'
  const change = { routing: { longContextThreshold: 7 } }
  const saved = changeConfigText(text, { change, current: DEFAULT_LIVE_SETTINGS, path: 'config.json' })
  expect(saved).toBe(`${text.slice(0, -1)}, "routing": {"longContextThreshold":7}}`)
})
