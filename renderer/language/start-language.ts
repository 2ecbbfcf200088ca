import { chooseLanguage, type Language } from '../../shared/choose-language.ts'
import type { SignalboxBridge } from '../../shared/ipc.ts'
import { speak } from './t.ts'

/** Where the choice is kept, for both windows: they are one origin. In the desktop app a copy of what the shell says. */
export const LANGUAGE_KEY = 'signalbox.language'

/** The texts of a page in each language, asked for only when they are spoken. */
type Catalogues = Readonly<
  Record<Exclude<Language, 'en'>, () => Promise<readonly { default: Record<string, string> }[]>>
>

interface Surroundings {
  storage: Storage
  /** What the browser says that its user understands, best first. */
  preferred: readonly string[]
  root: HTMLElement
  /** Absent in a browser. */
  bridge: Pick<SignalboxBridge, 'appInfo' | 'onAppInfo'> | undefined
  reload: () => void
}

/** Makes the page speak its user's language. Wait for it before the first render; never rejects. */
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
    // A server that was updated meanwhile has no such file any more. The page goes on in English, and says so in `lang`.
  }
}

/** The shell is right: where its language is another one, or becomes one, the page begins anew with it. */
function followShell(
  spoken: Language,
  { storage, bridge, reload }: Pick<Surroundings, 'storage' | 'bridge' | 'reload'>,
): void {
  const follow = ({ language }: { language: Language }) => {
    if (language === spoken) return
    storage.setItem(LANGUAGE_KEY, language)
    // A storage that keeps nothing would have the page begin for ever.
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
