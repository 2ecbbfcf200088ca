import { checkHeaderRule } from '../../shared/check-header-rule.ts'
import type { HeaderRule } from '../../shared/live-settings.ts'
import type { RawHeaders } from './headers.ts'

/** The effect of one rule on one message, for the dry run. */
export interface RuleEffect {
  /** Position of the rule in the settings. */
  index: number
  /** Values before and after, in order; empty if the header is absent. */
  before: string[]
  after: string[]
}

export interface HeaderRules {
  /** Returns the same array if no rule applies. Never throws. */
  apply: (headers: string[]) => string[]
  /** Applies the rules and reports the effect of each enabled one. */
  explain: (headers: RawHeaders) => { headers: string[]; effects: RuleEffect[] }
}

/** A replacement never makes a value longer than this, or than it was. In characters. */
const MAX_VALUE_LENGTH = 8 * 1024

/**
 * Compiles the user's header rules, once per change of the settings. A request in flight keeps the rules it began with.
 * Invalid rules are skipped, because they would fail every request (`checkHeaderRule` explains why).
 *
 * @param rules in the order in which they apply; a later one sees the result of an earlier one
 */
export function compileHeaderRules(rules: readonly HeaderRule[]): HeaderRules {
  const steps = rules.flatMap((rule, index) => {
    const change = rule.enabled && checkHeaderRule(rule).length === 0 ? toChange(rule) : undefined
    return change === undefined ? [] : [{ index, name: rule.header.toLowerCase(), change }]
  })
  return {
    apply(headers) {
      let result = headers
      for (const { change } of steps) result = change(result)
      return result
    },
    explain(headers) {
      let result = [...headers]
      const effects = steps.map(({ index, name, change }) => {
        const before = valuesOf(result, name)
        result = change(result)
        return { index, before, after: valuesOf(result, name) }
      })
      return { headers: result, effects }
    },
  }
}

/** Returns the changed headers, or the same array if nothing changed. */
type Change = (headers: string[]) => string[]

function toChange({ header, action, value = '', find = '' }: HeaderRule): Change | undefined {
  const name = header.toLowerCase()
  switch (action) {
    case 'block':
      return (headers) => mapValues(headers, name, () => undefined)
    case 'set':
      return (headers) => setValue(headers, { name, header, value })
    case 'replace':
      // An empty search text matches everywhere, so the replacement would never end.
      return find === ''
        ? undefined
        : (headers) => mapValues(headers, name, (before) => replaceIn(before, find, value))
  }
}

/** Maps every value of a header; `undefined` removes that value. */
function mapValues(headers: string[], name: string, map: (value: string) => string | undefined): string[] {
  if (!has(headers, name)) return headers
  const result: string[] = []
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [field = '', before = ''] = headers.slice(i, i + 2)
    const after = field.toLowerCase() === name ? map(before) : before
    if (after !== undefined) result.push(field, after)
  }
  return result
}

/** Sets one value at the position of the first; a new header is appended. */
function setValue(headers: string[], rule: { name: string; header: string; value: string }): string[] {
  if (!has(headers, rule.name)) return [...headers, rule.header, rule.value]
  let isFirst = true
  return mapValues(headers, rule.name, () => {
    const value = isFirst ? rule.value : undefined
    isFirst = false
    return value
  })
}

/** Exact match, all occurrences. An empty result removes the value. */
function replaceIn(before: string, find: string, value: string): string | undefined {
  const parts = before.split(find)
  if (parts.length === 1) return before
  const length = before.length + (parts.length - 1) * (value.length - find.length)
  if (length > Math.max(MAX_VALUE_LENGTH, before.length)) return before
  const isRemoval = value.trim() === '' && !find.includes(',')
  const after = isRemoval ? removeFromList(before, find) : parts.join(value)
  return after.trim() === '' ? undefined : after
}

/**
 * Removes an empty list entry together with its comma:
 *
 *     'a, context-1m, b' without 'context-1m'  →  'a, b'
 */
function removeFromList(before: string, find: string): string {
  return before
    .split(',')
    .map((entry) => ({ entry, left: entry.replaceAll(find, '') }))
    .filter(({ entry, left }) => left === entry || left.trim() !== '')
    .map(({ left }) => left)
    .join(',')
    .trim()
}

function has(headers: RawHeaders, name: string): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]?.length === name.length && headers[i]?.toLowerCase() === name) return true
  }
  return false
}

function valuesOf(headers: RawHeaders, name: string): string[] {
  return headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === name)
}
