import { checkHeaderRule } from '../../../shared/check-header-rule.ts'
import type { HeaderRule, ProxySettings } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { sayProblem } from './say-problem.ts'

export type Side = 'request' | 'response'
type ListName = keyof ProxySettings

export const LISTS: Record<Side, ListName> = {
  request: 'requestHeaderRules',
  response: 'responseHeaderRules',
}

export const NEW_RULE: HeaderRule = { header: '', action: 'set', value: '', enabled: true }

/** `Set x-team to “blue”` */
export function describeRule({ header, action, value = '', find = '' }: HeaderRule): string {
  switch (action) {
    case 'block':
      return t('Take {{header}} away', { header })
    case 'set':
      return value === ''
        ? t('Set {{header}} to nothing', { header })
        : t('Set {{header}} to “{{value}}”', { header, value })
    case 'replace':
      return value === ''
        ? t('In {{header}}, take “{{find}}” out', { header, find })
        : t('In {{header}}, put “{{value}}” in place of “{{find}}”', { header, value, find })
  }
}

/** Only the fields that the action reads, so that the file keeps none that mean nothing. */
export function trimRule({ header, action, value = '', find = '', enabled }: HeaderRule): HeaderRule {
  const base = { header: header.trim(), action, enabled }
  switch (action) {
    case 'block':
      return base
    case 'set':
      return { ...base, value }
    case 'replace':
      return { ...base, find, value }
  }
}

export type RuleErrors = Partial<Record<'header' | 'value' | 'find', string>>

/** What is wrong, by the field that it is wrong in: the same judgement as the server's. */
export function judgeRule(rule: HeaderRule): RuleErrors {
  const trimmed = trimRule(rule)
  if (trimmed.header === '') return { header: t('A rule needs the name of a header, like x-team.') }
  return toErrors(checkHeaderRule(trimmed))
}

/**
 * What the API says of one rule of a list:
 * `requestHeaderRules[0]: header "host" cannot be changed` or `requestHeaderRules.0.header must …`.
 */
export function readErrors(details: unknown, { side, index }: { side: Side; index: number }): RuleErrors {
  if (typeof details !== 'string') return {}
  const place = new RegExp(`(?:request|response)HeaderRules(?:\\[(\\d+)\\]: |\\.(\\d+)\\.)`, 'g')
  const parts = details.split(place)
  const sentences: string[] = []
  const marks = [...details.matchAll(place)]
  for (const [at, mark] of marks.entries()) {
    // Two captures and one text for each mark, after the text before the first.
    const text = parts[at * 3 + 3] ?? ''
    if (mark[0].startsWith(LISTS[side]) && Number(mark[1] ?? mark[2]) === index) sentences.push(text.trim())
  }
  return toErrors(sentences)
}

/** Sentences that start with the field. */
function toErrors(sentences: readonly string[]): RuleErrors {
  const errors: RuleErrors = {}
  for (const sentence of sentences) {
    const field = (['header', 'value', 'find'] as const).find((name) => sentence.startsWith(name))
    if (field) errors[field] ??= sayProblem(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`)
  }
  return errors
}
