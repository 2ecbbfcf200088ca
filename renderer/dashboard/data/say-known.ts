import { locale } from '../../language/t.ts'

/** A sentence of the server: its key, with the values that were read from it. */
export type KnownSentence = (values: Readonly<Record<string, unknown>>) => string

/**
 * A sentence that the server wrote in English, in the page's language where it is a known one, else as it came. The
 * first that fits is taken.
 */
export function sayKnown(sentence: string, known: readonly KnownSentence[]): string {
  if (locale().startsWith('en')) return sentence
  for (const say of known) {
    const values = read(sentence, say({ lng: 'en', skipInterpolation: true }))
    if (values) return say(values)
  }
  return sentence
}

/** `('a is set', '{{name}} is set')` → `{ name: 'a' }` */
function read(sentence: string, template: string): Readonly<Record<string, string>> | undefined {
  const parts = template.split(/\{\{(\w+)\}\}/)
  const pattern = parts.map((part, index) => (index % 2 === 1 ? `(?<${part}>.+)` : escape(part))).join('')
  const found = new RegExp(`^${pattern}$`, 's').exec(sentence)
  return found ? { ...found.groups } : undefined
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
