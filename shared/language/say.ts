import type { Language } from '../choose-language.ts'
import type { CodedMessage, MessageParams } from '../coded-message.ts'
import { fill } from './fill.ts'
import { type ParamName, type SentenceCode, SENTENCES } from './sentences.ts'

/** A sentence of the catalogue that is not written out yet. */
export interface Coded {
  readonly code: SentenceCode
  readonly params: MessageParams
}

type ParamsOf<Code extends SentenceCode> = [ParamName<Code>] extends [never]
  ? []
  : [params: Readonly<Record<ParamName<Code>, string | number>>]

/** Names a sentence, with a value for each of its holes. */
export function coded<Code extends SentenceCode>(code: Code, ...[params]: ParamsOf<Code>): Coded {
  return { code, params: params ?? {} }
}

/** The English sentence. */
export function inEnglish({ code, params }: Coded): string {
  return fill(SENTENCES.en[code], params, 'en')
}

/** As it travels. */
export function toMessage({ code, params }: Coded): CodedMessage {
  return { code, params, message: inEnglish({ code, params }) }
}

/** The sentence in a language. A code that this version does not know keeps the English sentence it came with. */
export function say({ code, params, message }: CodedMessage, language: Language): string {
  return isSentenceCode(code) ? fill(SENTENCES[language][code], params, language) : message
}

function isSentenceCode(code: string): code is SentenceCode {
  return Object.hasOwn(SENTENCES.en, code)
}
