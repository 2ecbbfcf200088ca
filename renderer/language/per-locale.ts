import { locale } from './t.ts'

/**
 * Caches a value that is expensive to create and depends only on the page's language, such as an `Intl` format. Created
 * on first use.
 */
export function perLocale<Made>(make: (locale: string) => Made): () => Made {
  let made: { locale: string; value: Made } | undefined
  return () => {
    const now = locale()
    if (made?.locale !== now) made = { locale: now, value: make(now) }
    return made.value
  }
}
