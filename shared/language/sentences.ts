import type { Language } from '../choose-language.ts'
import { BUDGETS_DE } from './de/budgets.ts'
import { CHECKS_DE } from './de/checks.ts'
import { CONNECTION_DE } from './de/connection.ts'
import { COSTS_DE } from './de/costs.ts'
import { ERRORS_DE } from './de/errors.ts'
import { EXPLANATION_DE } from './de/explanation.ts'
import { ROUTING_DE } from './de/routing.ts'
import { SETTINGS_DE } from './de/settings.ts'
import { VALIDATION_DE } from './de/validation.ts'
import type { Message } from './en.ts'
import { BUDGETS_EN } from './en/budgets.ts'
import { CHECKS_EN } from './en/checks.ts'
import { CONNECTION_EN } from './en/connection.ts'
import { COSTS_EN } from './en/costs.ts'
import { ERRORS_EN } from './en/errors.ts'
import { EXPLANATION_EN } from './en/explanation.ts'
import { ROUTING_EN } from './en/routing.ts'
import { SETTINGS_EN } from './en/settings.ts'
import { VALIDATION_EN } from './en/validation.ts'

/** Every sentence that travels by its code, one file a subject. The sentences of the verdict are `FINDINGS_EN`. */
const SENTENCES_EN = {
  ...BUDGETS_EN,
  ...CHECKS_EN,
  ...CONNECTION_EN,
  ...COSTS_EN,
  ...ERRORS_EN,
  ...EXPLANATION_EN,
  ...ROUTING_EN,
  ...SETTINGS_EN,
  ...VALIDATION_EN,
} as const satisfies Record<string, Message>

/** As `SENTENCES_EN`: the type refuses a code that lacks its German sentence. */
const SENTENCES_DE: Readonly<Record<SentenceCode, Message>> = {
  ...BUDGETS_DE,
  ...CHECKS_DE,
  ...CONNECTION_DE,
  ...COSTS_DE,
  ...ERRORS_DE,
  ...EXPLANATION_DE,
  ...ROUTING_DE,
  ...SETTINGS_DE,
  ...VALIDATION_DE,
}

export const SENTENCES = { en: SENTENCES_EN, de: SENTENCES_DE } as const satisfies Record<
  Language,
  Readonly<Record<SentenceCode, Message>>
>

export type SentenceCode = keyof typeof SENTENCES_EN

/** The holes of a sentence: `'{count} of {total, number}'` → `'count' | 'total'`. */
type HolesOf<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends `${infer Name}, number` ? Name : Hole) | HolesOf<Rest>
  : never

type TextsOf<Sentence extends Message> = Sentence extends { one: string; other: string }
  ? Sentence['one'] | Sentence['other']
  : Extract<Sentence, string>

/** The names of the values that the sentence of a code needs. */
export type ParamName<Code extends SentenceCode> = HolesOf<TextsOf<(typeof SENTENCES_EN)[Code]>>
