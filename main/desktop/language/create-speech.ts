import { createInstance, type TFunction } from 'i18next'
import { chooseLanguage, type Language, type LanguageChoice } from '../../../shared/choose-language.ts'
import german from './de.json' with { type: 'json' }
import plurals from './plurals.json' with { type: 'json' }

/** Language and translation function for menu, tooltip, notices and dialogs. */
export interface Speech {
  language: Language
  /** For `Intl`. */
  locale: string
  /** Translates a text. The key is the English text; its plural forms are in `plurals.json`. */
  t: TFunction
}

export interface SpeechDeps {
  choice: () => LanguageChoice
  /** The system's preferred languages, best first. */
  preferred: readonly string[]
}

/** Returns a function for the current `Speech`. Call it for each text: the user may change the language at any time. */
export function createSpeech({ choice, preferred }: SpeechDeps): () => Speech {
  const both = { en: speak('en'), de: speak('de') }
  return () => both[chooseLanguage(choice(), preferred)]
}

/**
 * A fixed language, regardless of the user's choice.
 *
 * @internal exported for its test
 */
export function speak(language: Language): Speech {
  const texts = createInstance()
  void texts.init({
    lng: language,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    initAsync: false,
    resources: { en: { translation: plurals }, de: { translation: german } },
  })
  return { language, locale: language === 'en' ? 'en-GB' : language, t: texts.t }
}
