import type { Language } from '../choose-language.ts'
import type { Finding, VerdictState } from '../verdict.ts'
import { FINDINGS_DE, STATE_WORDS_DE } from './de.ts'
import { type FindingCode, FINDINGS_EN, type Message, STATE_WORDS_EN } from './en.ts'

type Params = Finding['params']

const FINDINGS: Readonly<Record<Language, Readonly<Record<FindingCode, Message>>>> = {
  en: FINDINGS_EN,
  de: FINDINGS_DE,
}
const STATE_WORDS: Readonly<Record<Language, Readonly<Record<VerdictState, string>>>> = {
  en: STATE_WORDS_EN,
  de: STATE_WORDS_DE,
}

/** The state in a word or two: `Not responding`. */
export function stateWord(state: VerdictState, language: Language): string {
  return STATE_WORDS[language][state]
}

/** The sentence of a finding. A code that this version does not know keeps the sentence it came with. */
export function sayFinding({ code, params, sentence }: Finding, language: Language): string {
  return isFindingCode(code) ? fill(FINDINGS[language][code], params) : sentence
}

/** A finding with its English sentence. */
export function finding(
  code: FindingCode,
  params: Params = {},
  more: Pick<Finding, 'command' | 'check' | 'since'> = {},
): Finding {
  return { code, params, sentence: fill(FINDINGS_EN[code], params), ...more }
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(FINDINGS_EN, code)
}

/** `'{count} of {total}'` with `{ count: 2, total: 5 }` → `'2 of 5'`. A hole without a value stays as it is. */
function fill(message: Message, params: Params): string {
  const text = typeof message === 'string' ? message : params['count'] === 1 ? message.one : message.other
  return text.replaceAll(/\{(\w{1,20})\}/g, (hole, name: string) => String(params[name] ?? hole))
}
