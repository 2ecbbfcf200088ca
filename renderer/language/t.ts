import { createInstance, type TFunction } from 'i18next'
import type { Language } from '../../shared/choose-language.ts'
import plurals from './plurals.json' with { type: 'json' }

type Texts = Record<string, string>

/** Language instance of the page, fixed before the first render: changing the language reloads the page. */
export const page = createInstance()
void page.init({
  lng: 'en',
  fallbackLng: 'en',
  // The English text is the key, so that the code shows what the user reads.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
  resources: { en: { translation: plurals } },
})

/**
 * Translates into the page's language: `t('Drain')`, `t('{{count}} requests', { count })`. Write whole sentences with
 * `{{name}}` placeholders; texts with a count have plural forms in `plurals.json`. Use `Trans` beside this file for
 * texts with elements inside.
 */
export const t: TFunction = page.t

/** Sets the page's language. Called once, before the first render. */
export async function speak(language: Language, texts: Texts): Promise<void> {
  page.addResourceBundle(language, 'translation', texts)
  await page.changeLanguage(language)
}

/** The page's language. */
export function spoken(): Language {
  return page.language === 'de' ? 'de' : 'en'
}

/** Locale for `Intl`: formats of numbers and dates in the page's language. */
export function locale(): string {
  return page.language === 'en' ? 'en-GB' : page.language
}
