import { beforeEach, expect, test, vi } from 'vitest'
import type { Language } from '../../shared/choose-language.ts'
import type { AppInfo, SignalboxBridge } from '../../shared/ipc.ts'
import { LANGUAGE_KEY, startLanguage } from './start-language.ts'
import { locale, speak, t } from './t.ts'

const GERMAN = { de: async () => [{ default: { Drain: 'Leerlaufen lassen' } }] }

beforeEach(async () => {
  localStorage.clear()
  document.documentElement.lang = 'en'
  await speak('en', {})
})

/** Starts a page on a computer that prefers `preferred`, with a shell set to `shell`. */
async function start({ preferred = ['en-GB'], shell }: { preferred?: string[]; shell?: Language } = {}) {
  const reload = vi.fn<() => void>()
  let tell: ((info: AppInfo) => void) | undefined
  const info = (language: Language): AppInfo => {
    return { version: '1', platform: 'linux', server: { state: 'stopped' }, quitting: false, language }
  }
  const bridge: Pick<SignalboxBridge, 'appInfo' | 'onAppInfo'> = {
    appInfo: async () => info(shell ?? 'en'),
    onAppInfo(listener) {
      tell = listener
      return () => undefined
    },
  }
  const catalogues = { de: vi.fn<typeof GERMAN.de>(GERMAN.de) }
  await startLanguage(catalogues, {
    storage: localStorage,
    preferred,
    root: document.documentElement,
    bridge: shell && bridge,
    reload,
  })
  return { reload, catalogues, announce: (language: Language) => tell?.(info(language)) }
}

test('English costs no text to be loaded', async () => {
  const { catalogues } = await start()
  expect(catalogues.de).not.toHaveBeenCalled()
  expect([t('Drain'), locale(), document.documentElement.lang]).toEqual(['Drain', 'en-GB', 'en'])
})

test('speaks what the browser prefers, and what was chosen before that', async () => {
  await start({ preferred: ['de-AT', 'en'] })
  expect([t('Drain'), locale(), document.documentElement.lang]).toEqual(['Leerlaufen lassen', 'de', 'de'])
  await speak('en', {})
  localStorage.setItem(LANGUAGE_KEY, 'en')
  await start({ preferred: ['de'] })
  expect(t('Drain')).toBe('Drain')
})

test('goes on in English where the texts are gone', async () => {
  const gone = async () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
  const surroundings = {
    storage: localStorage,
    preferred: ['de'],
    bridge: undefined,
    reload: () => undefined,
  }
  await startLanguage({ de: gone }, { ...surroundings, root: document.documentElement })
  expect([t('Drain'), document.documentElement.lang]).toEqual(['Drain', 'en'])
})

test('a page in another language than the shell’s reloads once in that language', async () => {
  const { reload } = await start({ shell: 'de' })
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
  expect(localStorage.getItem(LANGUAGE_KEY)).toBe('de')
  const after = await start({ shell: 'de' })
  await Promise.resolve()
  expect(after.reload).not.toHaveBeenCalled()
  expect(t('Drain')).toBe('Leerlaufen lassen')

  after.announce('de')
  expect(after.reload).not.toHaveBeenCalled()
  after.announce('en')
  expect(after.reload).toHaveBeenCalledOnce()
  expect(localStorage.getItem(LANGUAGE_KEY)).toBe('en')
})

test('a storage that keeps nothing does not have the page begin for ever', async () => {
  const kept = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => undefined)
  const { reload, announce } = await start({ shell: 'en' })
  announce('de')
  expect(reload).not.toHaveBeenCalled()
  kept.mockRestore()
})
