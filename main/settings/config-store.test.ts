import { existsSync, readFileSync, statSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { issueInEnglish } from '../../shared/coded-issue.ts'
import { ConfigError } from '../../shared/config-error.ts'
import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'
import { createConfigRig, GROQ, rule } from './testing/create-config-rig.ts'

const rig = createConfigRig()
const { open } = rig

describe('without a file', () => {
  it('the defaults hold, and no file is made', () => {
    expect(open().read()).toEqual(DEFAULT_LIVE_SETTINGS)
    expect(existsSync(rig.path)).toBe(false)
  })

  it('the first update makes the folder, for its owner only, and a file that only he can read', async () => {
    const at = join(rig.folder, 'a', 'b', 'config.json')
    const store = open(undefined, at)
    expect(await store.update({ requestHeaderRules: [rule('x-a')] })).toBe(store.read())
    expect(JSON.parse(store.text())).toEqual({ requestHeaderRules: [rule('x-a')] })
    if (process.platform === 'win32') return
    expect(statSync(at).mode & 0o777).toBe(0o600)
    expect(statSync(join(rig.folder, 'a', 'b')).mode & 0o777).toBe(0o700)
  })
})

it('is never written where it is not UTF-8, which would change other bytes', async () => {
  const bytes = Buffer.from('{\n  // für mich\n  "requestHeaderRules": []\n}\n', 'latin1')
  writeFileSync(rig.path, bytes)
  const store = open()
  const refused = await store.update({ requestHeaderRules: [rule('x-a')] }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ConfigError)
  expect(String(refused)).toContain('UTF-8')
  expect(readFileSync(rig.path).equals(bytes)).toBe(true)
})

describe('what does not hold', () => {
  const text = `{
  // mine
  "requestHeaderRules": [
    { "header": "x-a", "action": "block", "enabled": true },
    { "header": "x a", "action": "block", "enabled": true },
    { "header": "x-b", "action": "drop" },
    { "header": "x-c", "action": "block" }
  ],
  "responseHeaderRules": "none",
  "providers": [
    { "name": "groq", "api_key": "gsk-1" },
    { "name": "evil", "apiBaseUrl": "http://169.254.169.254/latest" },
    { "name": "groq", "apiKey": "gsk-2" },
    7
  ],
  "routes": {
    "default": { "provider": "groq", "model": "kimi", "conditions": [] },
    "think": { "provider": "groq", "model": "kimi", "parameters": { "temperature": 3 } }
  },
  "storage": { "capture": "some", "maxDays": 7 }
}`

  it('is left out entry by entry, and the rest lives', () => {
    expect(open(text).read()).toEqual({
      ...DEFAULT_LIVE_SETTINGS,
      requestHeaderRules: [rule('x-a'), rule('x-c')],
      providers: [GROQ],
      routes: { default: { provider: 'groq', model: 'kimi' } },
      storage: { ...DEFAULT_LIVE_SETTINGS.storage, maxDays: 7 },
    })
  })

  it('is named with its line, never with a key, and logged once', () => {
    const store = open(text)
    const [IGNORED, KEPT] = ['effect.entry_ignored', 'effect.value_kept']
    expect(store.problems().map((issue) => [issue.line, issue.path, issue.code, issue.effect])).toEqual([
      [5, '/requestHeaderRules/1/header', 'invalid.header_name', IGNORED],
      [6, '/requestHeaderRules/2/action', 'invalid.one_of', IGNORED],
      [9, '/responseHeaderRules', 'invalid.list', KEPT],
      [12, '/providers/1/apiBaseUrl', 'invalid.address_link_local', IGNORED],
      [13, '/providers/2', 'invalid.duplicate', IGNORED],
      [14, '/providers/3', 'invalid.object', IGNORED],
      [18, '/routes/think/parameters/temperature', 'invalid.range', IGNORED],
      [20, '/storage/capture', 'invalid.one_of', KEPT],
    ])
    expect(store.logged).toEqual(store.problems().map(issueInEnglish))
    expect(store.logged[1]).toBe(
      `${rig.path}: line 6, /requestHeaderRules/2/action: Must be one of block, set, replace. This entry is ignored.`,
    )
    expect(store.logged.join()).not.toContain('gsk')
  })

  it('stays in the file when the list around it is saved', async () => {
    const store = open(text)
    await store.update({
      requestHeaderRules: [rule('x-a', { enabled: false }), rule('x-c'), rule('x-d')],
      providers: [],
      storage: { capture: 'off', maxDays: 7, maxMegabytes: 1024 },
    })
    const file = store.text()
    expect(file).toContain('{ "header": "x a", "action": "block", "enabled": true },')
    expect(file).toContain('{ "header": "x-b", "action": "drop" }')
    expect(file).toContain('"evil"')
    expect(file).toContain('"responseHeaderRules": "none"')
    expect(file).toContain('"capture": "off"')
    // Otherwise the second entry of the same name would become active.
    expect(file).not.toContain('groq", "apiKey')
    expect(open().read()).toEqual(store.read())
  })
})

it('a file in another encoding has a finding, because its letters are lost', () => {
  const text = '{"routes":{"é":{"provider":"groq","model":"m"}},"storage":{"maxDays":3}}'
  writeFileSync(rig.path, Buffer.from(text, 'latin1'))
  const store = open()
  expect(store.problems().map(({ code }) => code)).toEqual(['file.not_utf8'])
  expect(store.read().storage.maxDays).toBe(3)
})

describe('an update', () => {
  it('changes only what it has to: comments, order, unknown keys and the way of writing stay', async () => {
    const store = open(`{
\t"port": 3456, // static
\t"providers": [
\t\t// the fast one
\t\t{ "name": "groq", "api_key": "gsk-1", "transformers": ["x"], "models": ["a"] }, // keep
\t\t{ "name": "ollama" },
\t],
\t/* rules */
\t"requestHeaderRules": [
\t\t{ "header": "x-a", "action": "block", "enabled": true, "why": "noise" }, // a
\t\t{ "header": "x-b", "action": "block", "enabled": true } // b
\t],
\t"unknown": { "deep": [1, 2] },
}
`)
    const [groq, ollama] = store.read().providers
    expect(groq).toEqual({ ...GROQ, models: ['a'] })
    if (groq === undefined || ollama === undefined) throw new Error('two providers are expected')
    await store.update({
      providers: [{ ...groq, apiKey: 'gsk-2', enabled: false }, ollama],
      requestHeaderRules: [rule('x-a', { enabled: false }), rule('x-b')],
    })
    expect(store.text()).toBe(`{
\t"port": 3456, // static
\t"providers": [
\t\t// the fast one
\t\t{ "name": "groq", "api_key": "gsk-2", "transformers": ["x"], "models": ["a"], "enabled": false }, // keep
\t\t{ "name": "ollama" },
\t],
\t/* rules */
\t"requestHeaderRules": [
\t\t{ "header": "x-a", "action": "block", "enabled": false, "why": "noise" }, // a
\t\t{ "header": "x-b", "action": "block", "enabled": true } // b
\t],
\t"unknown": { "deep": [1, 2] },
}
`)
  })

  it('adds on a line of its own where lines are the way of writing', async () => {
    const store = open('{\n    "providers": [\n        {\n            "name": "groq"\n        }\n    ]\n}\n')
    await store.update({ providers: [{ name: 'groq', apiKey: 'k', enabled: true }] })
    expect(store.text()).toBe(
      '{\n    "providers": [\n        {\n            "name": "groq",\n            "apiKey": "k"\n        }\n    ]\n}\n',
    )
  })

  it('that changes nothing does not write', async () => {
    const store = open('{"providers":[{"name":"groq","api_key":"gsk-1"}]}')
    const before = statSync(rig.path)
    await store.update({ providers: [GROQ], routes: {} })
    expect(statSync(rig.path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
  })

  it.each([
    ['Windows lines', '{\r\n  "port": 1\r\n}\r\n'],
    ['a byte order mark', '\uFEFF{ "port": 1 }'],
    ['nothing but a comment', '{ /* empty */ }'],
  ])('keeps %s', async (_title, text) => {
    const store = open(text)
    await store.update({ routes: { default: { provider: 'groq', model: 'm' } } })
    expect(store.read().routes).toEqual({ default: { provider: 'groq', model: 'm' } })
    const written = store.text()
    expect(written.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'))
    expect(written.replaceAll('\r\n', '').includes('\n')).toBe(!text.includes('\r\n'))
    expect(open().read()).toEqual(store.read())
  })

  it('writes through a link and leaves the link', async () => {
    if (process.platform === 'win32') return
    const target = join(rig.folder, 'dotfiles.json')
    writeFileSync(target, '{}')
    symlinkSync(target, rig.path)
    const store = open()
    await store.update({ providers: [GROQ] })
    expect(readlinkSync(rig.path)).toBe(target)
    expect(JSON.parse(readFileSync(target, 'utf8'))).toEqual({ providers: [GROQ] })
  })

  it('waits for the one before, so that none is lost', async () => {
    const store = open('{}')
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        at % 2 === 0
          ? store.update({ providers: [{ ...GROQ, maxTokens: at + 1 }] })
          : store.update({ routes: { [`r${at}`]: { provider: 'p', model: 'm' } } }),
      ),
    )
    expect(store.read()).toMatchObject({ providers: [{ maxTokens: 19 }], routes: { r19: {} } })
    expect(open().read()).toEqual(store.read())
  })

  it('keeps what an editor wrote a moment ago', async () => {
    const store = open('{}')
    writeFileSync(rig.path, '{ "storage": { "maxDays": 3 } }')
    await store.update({ providers: [GROQ] })
    expect(store.read()).toMatchObject({ providers: [GROQ], storage: { maxDays: 3 } })
  })

  it('notifies each listener once, and none after it unsubscribes', async () => {
    const store = open()
    const listener = vi.fn<() => void>()
    const stop = store.onChange(listener)
    await store.update({ providers: [GROQ] })
    await store.update({ providers: [GROQ] })
    expect(listener).toHaveBeenCalledTimes(1)
    stop()
    await store.update({ providers: [] })
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
