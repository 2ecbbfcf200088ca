import { type Static, Type } from 'typebox'

/** Supported languages, by their own names. English is the language of the source code. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

export const Language = Type.Union([Type.Literal('en'), Type.Literal('de')])
export type Language = Static<typeof Language>

/** The user's choice; `system` follows the system or the browser. */
export const LanguageChoice = Type.Union([Type.Literal('system'), Language])
export type LanguageChoice = Static<typeof LanguageChoice>

/** The language for a choice; English if none of the preferred languages is supported. */
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
