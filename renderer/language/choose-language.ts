/** The languages that the pages speak, by their own names. English is what the code itself says. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

/** What the user chose; `system` follows the browser, which in the desktop app follows the system. */
export type LanguageChoice = Language | 'system'

/** Where the choice is kept, for both windows: they are one origin. */
export const LANGUAGE_KEY = 'signalbox.language'

/** The language for a choice, English where we do not speak what the system asks for. */
export function chooseLanguage(choice: string | null, preferred: readonly string[]): Language {
  const wanted = choice === null || choice === 'system' ? preferred : [choice]
  for (const tag of wanted) {
    const [language = ''] = tag.toLowerCase().split('-')
    if (isLanguage(language)) return language
  }
  return 'en'
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text)
}
