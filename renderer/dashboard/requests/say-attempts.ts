import type { RequestAttempt } from '../../../shared/request-attempt.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { errorWord } from '../../status/error-words.ts'

/** Short result of an attempt: `529`, `local unreachable`, `200`. */
export function attemptWord({ status, errorType, provider }: RequestAttempt): string {
  if (errorType !== undefined) return errorWord(errorType, provider) ?? errorType
  return status === undefined ? t('no response') : String(status)
}

/** An outcome's word with the number of attempts: `529 overloaded × 3`, `200 · 3 attempts`. */
export function withAttempts(word: string, { attempts = [] }: Pick<RequestSummary, 'attempts'>): string {
  const count = attempts.length
  if (count < 2) return word
  const isSame = new Set(attempts.map(attemptWord)).size === 1
  return isSame ? `${word} × ${count}` : `${word} · ${t('{{count}} attempts', { count })}`
}
