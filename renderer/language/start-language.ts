import { chooseLanguage, type Language } from '../../shared/choose-language.ts'
import type { SignalboxBridge } from '../../shared/ipc.ts'
import { speak } from './t.ts'

/** Storage key of the language; both windows share an origin. In the desktop app, a copy of the shell's setting. */
export const LANGUAGE_KEY = 'signalbox.language'

/** Texts of a page by language, loaded on demand. */
type Catalogues = Readonly<
  Record<Exclude<Language, 'en'>, () => Promise<readonly { default: Record<string, string> }[]>>
>

interface Surroundings {
  storage: Storage
  /** The browser's preferred languages, best first. */
  preferred: readonly string[]
  root: HTMLElement
  /** Absent in a browser. */
  bridge: Pick<SignalboxBridge, 'appInfo' | 'onAppInfo'> | undefined
  reload: () => void
}

/** Sets the page to the user's language. Await it before the first render; never rejects. */
export async function startLanguage(
  catalogues: Catalogues,
  { storage, preferred, root, bridge, reload }: Surroundings = surroundings(),
): Promise<void> {
  const language = chooseLanguage(storage.getItem(LANGUAGE_KEY), preferred)
  followShell(language, { storage, bridge, reload })
  if (language === 'en') return
  try {
    const parts = await catalogues[language]()
    await speak(language, Object.fromEntries(parts.flatMap((part) => Object.entries(part.default))))
    root.lang = language
  } catch {
    // After a server update the file may no longer exist. The page stays English and sets `lang` accordingly.
  }
}

/** The shell's language takes precedence: if it differs or changes, the page reloads with it. */
function followShell(
  spoken: Language,
  { storage, bridge, reload }: Pick<Surroundings, 'storage' | 'bridge' | 'reload'>,
): void {
  const follow = ({ language }: { language: Language }) => {
    if (language === spoken) return
    storage.setItem(LANGUAGE_KEY, language)
    // If the storage does not keep the value, reloading would loop forever.
    if (storage.getItem(LANGUAGE_KEY) === language) reload()
  }
  bridge?.onAppInfo(follow)
  void bridge?.appInfo().then(follow, () => undefined)
}

function surroundings(): Surroundings {
  return {
    storage: localStorage,
    preferred: navigator.languages,
    root: document.documentElement,
    bridge: window.signalbox,
    reload: () => location.reload(),
  }
}
