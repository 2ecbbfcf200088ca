import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../../shared/live-settings.ts'
import { checkLiveSettings } from './check-live-settings.ts'
import { parseLiveSettings } from './parse-live-settings.ts'

/** Set `SIGNALBOX_FUZZ=2000` for the full campaign. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 400)

const BEFORE: LiveSettings = {
  ...DEFAULT_LIVE_SETTINGS,
  providers: [{ name: 'groq', apiKey: 'gsk-1', enabled: true }],
  storage: { capture: 'off', maxDays: 1, maxMegabytes: 1 },
}
const TEXT = `{
  "port": 3456, // static
  "requestHeaderRules": [{ "header": "x-a", "action": "set", "value": "é", "enabled": true }],
  "responseHeaderRules": [{ "header": "x-b", "action": "block", "enabled": false }],
  "providers": [
    { "name": "openai", "api_key": "sk-1", "models": ["gpt-4o"], "enabled": true },
    { "name": "mine", "apiBaseUrl": "http://127.0.0.1:8000/v1", "maxTokens": 5 }
  ],
  "routes": { "default": { "provider": "openai", "model": "o3", "parameters": { "top_p": 0.5 } } },
  "subagents": { "enable": true, "mappings": { "writer": "openai,o3" } },
  "routing": { "longContextThreshold": 1000 },
  "models": { "advertise": [{ "id": "claude-z", "display_name": "Z" }] },
  "storage": { "capture": "metadata", "maxDays": 0, "maxMegabytes": 5 }
}
`

const place = fc.nat(TEXT.length)
const mutation = fc.oneof(
  place.map((at) => (text: string) => text.slice(0, at)),
  fc.tuple(place, fc.nat(40)).map(
    ([at, length]) =>
      (text: string) =>
        text.slice(0, at) + text.slice(at + length),
  ),
  fc
    .tuple(
      place,
      fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\0', '\ud800', 'null', '-1', '/*', '1e999'),
    )
    .map(
      ([at, piece]) =>
        (text: string) =>
          text.slice(0, at) + piece + text.slice(at),
    ),
  fc.tuple(fc.nat(60), fc.json({ maxDepth: 3 })).map(
    ([at, value]) =>
      (text: string) =>
        replaceValue(text, { at, value }),
  ),
)

/** Replaces one of the values in the text. */
function replaceValue(text: string, { at, value }: { at: number; value: string }): string {
  const values = [...text.matchAll(/(?<=: )(?:"[^"]*"|[\d.]+|true|false|\[[^\]]*\]|\{[^{}]*\})/g)]
  const found = values[at % Math.max(values.length, 1)]
  return found === undefined
    ? text
    : text.slice(0, found.index) + value + text.slice(found.index + found[0].length)
}

describe('parseLiveSettings', () => {
  it('reads everything that holds', () => {
    const { settings, problems } = parseLiveSettings(TEXT, BEFORE)
    expect(problems).toEqual([])
    expect(settings).toMatchObject({
      providers: [
        { name: 'openai', apiKey: 'sk-1', enabled: true },
        { name: 'mine', maxTokens: 5, enabled: true },
      ],
      models: { advertise: [{ id: 'claude-z', displayName: 'Z' }] },
      storage: { capture: 'metadata', maxDays: 0 },
    })
  })

  it('returns valid settings for any mutated text, and the previous ones for text that is not JSON', () => {
    let broken = 0
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce((before, mutate) => mutate(before), TEXT)
        const { settings, problems, file } = parseLiveSettings(text, BEFORE)
        expect(Object.keys(checkLiveSettings(settings))).toHaveLength(
          Object.keys(DEFAULT_LIVE_SETTINGS).length,
        )
        if (file !== undefined) return
        broken++
        expect(settings === BEFORE && problems.length === 1).toBe(true)
        expect(problems[0]?.code).toMatch(/^(?:json\.\w+|file\.(?:not_object|too_deep))$/)
      }),
      { numRuns: ROUNDS },
    )
    expect(broken).toBeGreaterThan(ROUNDS / 10)
    expect(broken).toBeLessThan(ROUNDS)
  }, 300_000)

  it.each([
    ['two megabytes', `{"unknown":"${'x'.repeat(2_000_000)}","storage":{"maxDays":3}}`],
    ['an older version', '{"version":0,"proxy":{"rules":[]},"storage":{"maxDays":3}}'],
    [
      'keys of Object',
      '{"__proto__":{"a":1},"constructor":[],"toString":1,"storage":{"__proto__":{},"maxDays":3}}',
    ],
  ])('reads what it knows of %s', (_title, text) => {
    expect(parseLiveSettings(text, BEFORE)).toMatchObject({
      settings: { storage: { maxDays: 3 }, providers: [] },
      problems: [],
    })
  })

  it('reads no more than two megabytes, because nothing else runs meanwhile', () => {
    const text = `{"unknown":[${'"x",'.repeat(2_500_000)}"x"]}`
    expect(parseLiveSettings(text, BEFORE)).toEqual({
      settings: BEFORE,
      problems: [{ code: 'file.too_large', params: { megabytes: 2 }, effect: 'effect.file_kept' }],
      file: undefined,
    })
  })

  it('says no key in a problem', () => {
    const secret = 'sk-verysecret'
    const text = JSON.stringify({
      providers: [
        { name: secret, apiKey: secret },
        { name: 'groq', apiKey: { key: secret } },
        { name: 'groq', apiKey: `${secret}\n` },
        { name: 'mine', apiBaseUrl: `https://${secret}@a.example` },
      ],
      routes: { a: { provider: 'groq', model: 'm', parameters: { temperature: secret } } },
    })
    const { problems } = parseLiveSettings(text, BEFORE)
    expect(problems).toHaveLength(5)
    expect(JSON.stringify(problems)).not.toContain('verysecret')
  })
})
