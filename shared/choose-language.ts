import { type Static, Type } from 'typebox'

/** The languages that the program speaks, by their own names. English is what the code itself says. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

export const Language = Type.Union([Type.Literal('en'), Type.Literal('de')])
export type Language = Static<typeof Language>

/** What the user chose; `system` follows the system, which a browser does too. */
export const LanguageChoice = Type.Union([Type.Literal('system'), Language])
export type LanguageChoice = Static<typeof LanguageChoice>

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
