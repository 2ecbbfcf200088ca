import type { Language } from '../choose-language.ts'
import type { Finding, VerdictState } from '../verdict.ts'
import { CHECK_NAMES_DE, FINDINGS_DE, STATE_WORDS_DE } from './de.ts'
import { CHECK_NAMES_EN, type FindingCode, FINDINGS_EN, type Message, STATE_WORDS_EN } from './en.ts'
import { fill } from './fill.ts'
import { say } from './say.ts'

type Params = Finding['params']

const FINDINGS: Readonly<Record<Language, Readonly<Record<FindingCode, Message>>>> = {
  en: FINDINGS_EN,
  de: FINDINGS_DE,
}
const CHECK_NAMES = { en: CHECK_NAMES_EN, de: CHECK_NAMES_DE } as const
const STATE_WORDS: Readonly<Record<Language, Readonly<Record<VerdictState, string>>>> = {
  en: STATE_WORDS_EN,
  de: STATE_WORDS_DE,
}

/** The state in a word or two: `Not responding`. */
export function stateWord(state: VerdictState, language: Language): string {
  return STATE_WORDS[language][state]
}

/** The sentence of a finding. A code that this version does not know keeps the sentence it came with. */
export function sayFinding({ code, params, sentence, cause }: Finding, language: Language): string {
  if (!isFindingCode(code)) return sentence
  const all = cause === undefined ? params : { ...params, output: say(cause, language) }
  return fill(FINDINGS[language][code], named(all, language), language)
}

/** A finding with its English sentence. */
export function finding(
  code: FindingCode,
  params: Params = {},
  more: Pick<Finding, 'command' | 'check' | 'since' | 'cause'> = {},
): Finding {
  return { code, params, sentence: fill(FINDINGS_EN[code], named(params, 'en'), 'en'), ...more }
}

/** Params carry the key of a check; sentences its name. A check that this version does not know keeps its key. */
function named(params: Params, language: Language): Params {
  const { check } = params
  const names: Readonly<Record<string, string>> = CHECK_NAMES[language]
  const name = typeof check === 'string' && Object.hasOwn(names, check) ? names[check] : undefined
  return name === undefined ? params : { ...params, check: name }
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(FINDINGS_EN, code)
}
