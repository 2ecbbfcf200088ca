import { t } from '../../language/t.ts'
import { type KnownSentence, sayKnown } from '../data/say-known.ts'

/** What is wrong with a field of a rule, as the rules' own judgement says it. */
export function sayProblem(sentence: string): string {
  return sayKnown(sentence, PROBLEMS)
}

const PROBLEMS: readonly KnownSentence[] = [
  (values) => t('Header must be a header name, like x-team', values),
  (values) => t('Header "{{header}}" cannot be changed by a rule', values),
  (values) => t('Value is missing', values),
  (values) => t('Find is missing', values),
  (values) => t('Value may hold only Latin letters and signs, spaces and tabs', values),
  (values) => t('Find may hold only Latin letters and signs, spaces and tabs', values),
  (values) => t('Value is longer than {{most}} characters', values),
  (values) => t('Find is longer than {{most}} characters', values),
]
