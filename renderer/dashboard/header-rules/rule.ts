import { checkHeaderRule } from '../../../shared/check-header-rule.ts'
import type { HeaderRule, ProxySettings } from '../../../shared/live-settings.ts'
import { sayCoded } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import type { FieldErrors } from '../data/split-refusal.ts'

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
      return t('Remove {{header}}', { header })
    case 'set':
      return value === ''
        ? t('Set {{header}} to an empty value', { header })
        : t('Set {{header}} to “{{value}}”', { header, value })
    case 'replace':
      return value === ''
        ? t('Remove “{{find}}” from {{header}}', { header, find })
        : t('Replace “{{find}}” with “{{value}}” in {{header}}', { header, value, find })
  }
}

/** Keeps only the fields that the action uses, so that the file contains no unused ones. */
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

export const RULE_FIELDS = ['header', 'value', 'find'] as const

type RuleErrors = FieldErrors<(typeof RULE_FIELDS)[number]>

/** Errors by field, using the same checks as the server. */
export function checkRule(rule: HeaderRule): RuleErrors {
  const trimmed = trimRule(rule)
  if (trimmed.header === '') return { header: t('Enter a header name, for example x-team.') }
  return Object.fromEntries(
    checkHeaderRule(trimmed).map(({ field, ...problem }) => [field, sayCoded(problem)]),
  )
}
