import { createInstance, type TFunction } from 'i18next'
import type { Language } from '../../shared/choose-language.ts'
import plurals from './plurals.json' with { type: 'json' }

type Texts = Record<string, string>

/** One language for a page, from before its first render to its end: a change of language loads the page again. */
export const page = createInstance()
void page.init({
  lng: 'en',
  fallbackLng: 'en',
  // The English text is the key, so that code reads as what it shows.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
  resources: { en: { translation: plurals } },
})

/**
 * The text in the page's language: `t('Drain')`, `t('{{count}} requests', { count })`. Write whole sentences, with
 * `{{name}}` for what is filled in; a counted text has its forms in `plurals.json`. `Trans`
 * beside this file takes what has elements inside.
 */
export const t: TFunction = page.t

/** Speaks another language from now on. Called once, before the first render. */
export async function speak(language: Language, texts: Texts): Promise<void> {
  page.addResourceBundle(language, 'translation', texts)
  await page.changeLanguage(language)
}

/** The language of the page. */
export function spoken(): Language {
  return page.language === 'de' ? 'de' : 'en'
}

/** For `Intl`: how numbers and days are written where the page's language is spoken. */
export function locale(): string {
  return page.language === 'en' ? 'en-GB' : page.language
}
