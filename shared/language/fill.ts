import type { Language } from '../choose-language.ts'
import type { MessageParams } from '../coded-message.ts'
import type { Message } from './en.ts'

/**
 * `'{count} of {total}'` with `{ count: 2, total: 5 }` → `'2 of 5'`. `{tokens, number}` groups the digits as the
 * language does: `60,000`. A hole without a value stays as it is.
 */
export function fill(message: Message, params: MessageParams, language: Language): string {
  const text = typeof message === 'string' ? message : params['count'] === 1 ? message.one : message.other
  return text.replaceAll(/\{(\w{1,20})(, number)?\}/g, (hole, name: string, grouped?: string) => {
    const value = params[name] ?? hole
    return grouped !== undefined && typeof value === 'number' ? value.toLocaleString(language) : String(value)
  })
}
