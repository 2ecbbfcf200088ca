import { createInstance, type TFunction } from 'i18next'
import { chooseLanguage, type Language, type LanguageChoice } from '../../../shared/choose-language.ts'
import german from './de.json' with { type: 'json' }
import plurals from './plurals.json' with { type: 'json' }

/** How menu, tooltip, notices and dialogs speak at one moment. */
export interface Speech {
  language: Language
  /** For `Intl`. */
  locale: string
  /** The text in that language; the English one is the key, with its counted forms in `plurals.json`. */
  t: TFunction
}

export interface SpeechDeps {
  choice: () => LanguageChoice
  /** What the system asks for, best first. */
  preferred: readonly string[]
}

/** Returns what says how to speak now. Ask again for each text: the user may change the language meanwhile. */
export function createSpeech({ choice, preferred }: SpeechDeps): () => Speech {
  const both = { en: speak('en'), de: speak('de') }
  return () => both[chooseLanguage(choice(), preferred)]
}

/**
 * One language, whatever the user chose.
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
