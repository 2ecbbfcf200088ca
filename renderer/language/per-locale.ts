import { locale } from './t.ts'

/** What is dear to make and depends on the page's language only, such as an `Intl` format: made at its first use. */
export function perLocale<Made>(make: (locale: string) => Made): () => Made {
  let made: { locale: string; value: Made } | undefined
  return () => {
    const now = locale()
    if (made?.locale !== now) made = { locale: now, value: make(now) }
    return made.value
  }
}
