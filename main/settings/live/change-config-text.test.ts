import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../shared/config-error.ts'
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../../shared/live-settings.ts'
import { changeConfigText } from './change-config-text.ts'
import { parseLiveSettings } from './parse-live-settings.ts'

/** Set `SIGNALBOX_FUZZ=10000` for the full campaign. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 150)

const START = `{
  // keep: the port
  "port": 3456,
  "unknown": { "keep": [true, null] }, /* keep: a block */
  "requestHeaderRules": [{ "header": "bad header", "action": "set" }],
  "routes": { "broken": 7 },
}
`

/** Valid values, almost valid values, and arbitrary ones. */
const anything = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 })
const near = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: anything })
const name = fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/), fc.constant('anthropic'))
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a\r\nb', '', 'x', '\ud800', '*/', '//'))
const header = fc.oneof(fc.stringMatching(/^[a-z-]{1,12}$/), fc.constantFrom('Host', '__proto__', 'te'))

const rules = fc.array(
  near(
    fc.record(
      {
        header: near(header),
        action: near(fc.constantFrom('block', 'set', 'replace')),
        value: near(fc.stringMatching(/^[ -~]{0,12}$/)),
        find: near(text),
        enabled: near(fc.boolean()),
        note: anything,
      },
      { requiredKeys: ['header', 'action', 'enabled'] },
    ),
  ),
  { maxLength: 5 },
)
const providers = fc.array(
  near(
    fc.record(
      {
        name: near(name),
        type: near(fc.constantFrom('openai', 'groq', 'anthropic')),
        apiBaseUrl: near(fc.oneof(fc.webUrl(), fc.constant('http://127.0.0.1:11434'))),
        apiKey: near(fc.stringMatching(/^[!-~]{1,20}$/)),
        models: near(fc.array(fc.stringMatching(/^[a-z/:-]{1,8}$/), { maxLength: 3 })),
        enabled: near(fc.boolean()),
        maxTokens: near(fc.integer()),
      },
      { requiredKeys: ['name'] },
    ),
  ),
  { maxLength: 5 },
)
const routes = fc.dictionary(
  near(fc.constantFrom('default', 'think', 'claude-x', '__proto__', 'a b')).map((key) =>
    typeof key === 'string' ? key : JSON.stringify(key),
  ),
  near(
    fc.record(
      {
        provider: near(name),
        model: near(fc.stringMatching(/^[a-z/-]{1,8}$/)),
        fallbacks: near(fc.array(fc.record({ provider: name, model: name }), { maxLength: 2 })),
        parameters: near(fc.dictionary(fc.constantFrom('temperature', 'top_p', 'model', 'x'), anything)),
      },
      { requiredKeys: ['provider', 'model'] },
    ),
  ),
)
const change = fc.record(
  {
    requestHeaderRules: near(rules),
    responseHeaderRules: near(rules),
    providers: near(providers),
    routes: near(routes),
    subagents: near(fc.record({ enable: near(fc.boolean()), mappings: near(fc.dictionary(name, text)) })),
    storage: near(
      fc.record({
        capture: near(fc.constantFrom('full', 'off')),
        maxDays: near(fc.nat()),
        maxMegabytes: near(fc.nat()),
      }),
    ),
    unknown: anything,
  },
  { requiredKeys: [] },
)

describe('a fuzzed body', () => {
  it('is saved so that the file says exactly that, or refused with what is wrong; nothing else is lost', () => {
    let saved = 0
    let refused = 0
    fc.assert(
      fc.property(fc.array(fc.oneof(change, anything), { minLength: 1, maxLength: 5 }), (changes) => {
        let file = START
        for (const body of changes) {
          const before = parseLiveSettings(file, DEFAULT_LIVE_SETTINGS).settings
          const result = save(file, body, before)
          expect(result.error).toSatisfy(isClear)
          if (result.error === undefined) saved++
          else refused++
          file = result.text
          const { settings, file: parsed, problems } = parseLiveSettings(file, DEFAULT_LIVE_SETTINGS)
          expect(parsed?.value).toMatchObject({ port: 3456, unknown: { keep: [true, null] } })
          expect(file).toContain('// keep: the port')
          expect(file).toContain('/* keep: a block */')
          expect(JSON.stringify(problems)).toContain('requestHeaderRules')
          expect(JSON.parse(JSON.stringify(settings))).toEqual(settings)
        }
      }),
      { numRuns: ROUNDS },
    )
    // Makes sure that both branches were covered.
    expect(saved).toBeGreaterThan(ROUNDS / 10)
    expect(refused).toBeGreaterThan(ROUNDS / 10)
  }, 900_000)

  it('that holds is what is read afterwards, in a file of any layout', () => {
    const good = fc.record({ requestHeaderRules: rules, providers, routes }, { requiredKeys: [] })
    const layout = fc.constantFrom(undefined, 1, 2, 4, '\t')
    fc.assert(
      fc.property(good, good, layout, (first, second, indent) => {
        let file = JSON.stringify({ before: 1, ...first, after: 2 }, undefined, indent)
        const before = parseLiveSettings(file, DEFAULT_LIVE_SETTINGS).settings
        const wanted = { ...before, ...parseLiveSettings(JSON.stringify(second), before).settings }
        const { requestHeaderRules, providers: list } = wanted
        const saved = { requestHeaderRules, providers: list }
        file = changeConfigText(file, { change: saved, current: before, path: 'config.json' })
        const after = parseLiveSettings(file, DEFAULT_LIVE_SETTINGS)
        expect(after.settings).toEqual({ ...before, ...saved })
        expect(after.file?.value).toMatchObject({ before: 1, after: 2 })
      }),
      { numRuns: ROUNDS },
    )
  }, 900_000)
})

function save(file: string, body: unknown, current: LiveSettings): { text: string; error: unknown } {
  try {
    const changed = changeConfigText(file, { change: body, current, path: 'config.json' })
    return { text: changed, error: undefined }
  } catch (error) {
    return { text: file, error }
  }
}

/** The only failure that a body may cause: an explained refusal. */
function isClear(error: unknown): boolean {
  if (error === undefined) return true
  return error instanceof ConfigError && error.code === 'invalid' && error.issues.length > 0
}
