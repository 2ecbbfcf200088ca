import { appendFileSync, renameSync, rmSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { issueInEnglish } from '../../shared/coded-issue.ts'
import { ConfigError } from '../../shared/config-error.ts'
import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'
import { createConfigRig, GROQ, rule } from './testing/create-config-rig.ts'

const rig = createConfigRig()
const { open } = rig

describe('an update is refused', () => {
  it.each([
    ['half a file', '{ "providers": [ { "name": "gr'],
    ['an empty file', ''],
    ['a list', '[]'],
    ['a hundred thousand brackets', '['.repeat(100_000)],
  ])('over %s, which stays as it is', async (_title, text) => {
    const store = open(text)
    expect(store.read()).toEqual(DEFAULT_LIVE_SETTINGS)
    expect(store.problems()).toHaveLength(1)
    const error = await store.update({ providers: [GROQ] }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ code: 'broken_file', message: expect.stringContaining(rig.path) })
    expect(store.text()).toBe(text)
  })

  it('where a key stands twice, because the wrong one would be edited', async () => {
    const text = '{ "providers": [{ "name": "groq" }], "providers": [{ "name": "xai" }] }'
    const store = open(text)
    expect(store.read().providers).toMatchObject([{ name: 'xai' }])
    await expect(store.update({ providers: [GROQ] })).rejects.toMatchObject({ code: 'broken_file' })
    expect(store.text()).toBe(text)
  })

  it('with every field that is wrong, and no value', async () => {
    const store = open('{}')
    const bad = {
      requestHeaderRules: [
        { ...rule('Host'), action: 'set' as const, value: 'a\r\nb' },
        { ...rule('x'), action: 'replace' as const, value: '' },
      ],
      providers: [
        { ...GROQ, apiBaseUrl: 'https://alice:hunter2@groq.com' },
        { name: 'anthropic', apiBaseUrl: 'https://elsewhere.example', enabled: true },
        { name: 'mine', enabled: true },
      ],
    }
    const error = await store.update(bad).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'invalid',
      issues: [
        {
          path: '/requestHeaderRules/0/header',
          code: 'invalid.header_protected',
          params: { header: 'Host' },
        },
        { path: '/requestHeaderRules/0/value', code: 'invalid.header_text' },
        { path: '/requestHeaderRules/1/find', code: 'invalid.required' },
        { path: '/providers/0/apiBaseUrl', code: 'invalid.address_credentials' },
        { path: '/providers/1/apiBaseUrl', code: 'invalid.address_of_anthropic' },
        { path: '/providers/2/apiBaseUrl', code: 'invalid.address_required' },
      ],
    })
    expect(JSON.stringify(error)).not.toMatch(/hunter2|gsk/)
    expect(store.text()).toBe('{}')
    expect(store.read()).toEqual(DEFAULT_LIVE_SETTINGS)
  })

  it('where the system refuses, with its reason, and what held before stays', async () => {
    const at = join(rig.folder, 'file', 'config.json')
    writeFileSync(join(rig.folder, 'file'), 'no folder')
    const store = open(undefined, at)
    await expect(store.update({ providers: [GROQ] })).rejects.toMatchObject({
      code: 'not_saved',
      message: expect.stringContaining('A file is where one of its folders should be.'),
    })
    expect(store.read()).toEqual(DEFAULT_LIVE_SETTINGS)
  })
})

describe('an edit by hand', { timeout: 30_000 }, () => {
  const provider = (name: string) => JSON.stringify({ providers: [{ name }] })
  const names = (store: ReturnType<typeof open>) => store.read().providers.map(({ name }) => name)

  it('is noticed when the file is written, replaced, removed and created again', async () => {
    const store = open(provider('groq'))
    writeFileSync(rig.path, provider('xai'))
    await vi.waitFor(() => expect(names(store)).toEqual(['xai']), 10_000)
    writeFileSync(`${rig.path}.tmp`, provider('mistral'))
    renameSync(`${rig.path}.tmp`, rig.path)
    await vi.waitFor(() => expect(names(store)).toEqual(['mistral']), 10_000)
    rmSync(rig.path)
    await vi.waitFor(() => expect(names(store)).toEqual([]), 10_000)
    writeFileSync(rig.path, provider('gemini'))
    await vi.waitFor(() => expect(names(store)).toEqual(['gemini']), 10_000)
  })

  it('is seen in a folder that an update has made', async () => {
    const at = join(rig.folder, 'later', 'config.json')
    const store = open(undefined, at)
    await store.update({ providers: [GROQ] })
    writeFileSync(at, provider('xai'))
    await vi.waitFor(() => expect(names(store)).toEqual(['xai']), 10_000)
  })

  it('that breaks the file keeps the last settings, with a problem, until it is fixed', async () => {
    const store = open(provider('groq'))
    const listener = vi.fn<() => void>()
    store.onChange(listener)
    appendFileSync(rig.path, '{')
    await vi.waitFor(() => expect(store.problems()).toHaveLength(1), 10_000)
    expect(store.problems()[0]).toMatchObject({
      code: expect.stringMatching(/^json\./),
      effect: 'effect.file_kept',
    })
    expect(names(store)).toEqual(['groq'])
    writeFileSync(rig.path, provider('xai'))
    await vi.waitFor(() => expect(names(store)).toEqual(['xai']), 10_000)
    expect(store.problems()).toEqual([])
    expect(listener).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['half-written', () => writeFileSync(rig.path, '{ "providers": [')],
    ['gone', () => rmSync(rig.path)],
  ])('that leaves the file %s for a moment is not taken for the end of it', async (_title, disturb) => {
    const patient = open(provider('groq'), rig.path, 1_000)
    const hasty = open(undefined, rig.path, 0)
    const seen: string[][] = []
    patient.onChange(() => seen.push(names(patient)))
    disturb()
    await vi.waitFor(
      () => expect(names(hasty).join() + hasty.problems().map(issueInEnglish).join()).not.toBe('groq'),
      10_000,
    )
    writeFileSync(rig.path, provider('xai'))
    await vi.waitFor(() => expect(names(patient)).toEqual(['xai']), 10_000)
    expect(seen).toEqual([['xai']])
    expect(patient.logged).toEqual([])
  })

  it('is not seen any more once the store is closed', async () => {
    const store = open(provider('groq'))
    const witness = open()
    store.close()
    writeFileSync(rig.path, provider('xai'))
    await vi.waitFor(() => expect(names(witness)).toEqual(['xai']), 10_000)
    expect(names(store)).toEqual(['groq'])
  })

  it('of a folder in place of the file leaves what held', async () => {
    const store = open(provider('groq'))
    rmSync(rig.path)
    mkdirSync(rig.path)
    await vi.waitFor(() => expect(store.problems()[0]?.code).toBe('system.folder'), 10_000)
    expect(names(store)).toEqual(['groq'])
  })
})
