import { checkHeaderRule } from '../../shared/check-header-rule.ts'
import type { HeaderRule } from '../../shared/live-settings.ts'
import type { RawHeaders } from './headers.ts'

/** What one rule did to one message; for the dry run. */
export interface RuleEffect {
  /** Where the rule stands in the settings. */
  index: number
  /** Values before and after, in order; empty where there was, or is, no such header. */
  before: string[]
  after: string[]
}

export interface HeaderRules {
  /** The same array where no rule applies. Never throws. */
  apply: (headers: string[]) => string[]
  /** Applies the rules and says what each that is enabled did. */
  explain: (headers: RawHeaders) => { headers: string[]; effects: RuleEffect[] }
}

/** A replacement never makes a value longer than this, or than it was; in characters. */
const MAX_VALUE_LENGTH = 8 * 1024

/**
 * Prepares the user's header rules, once for each change of the settings. A request that began keeps what it began
 * with. Rules that cannot be used are passed over: they would fail every request (`checkHeaderRule` says why).
 *
 * @param rules in the order in which they are applied; a later one sees what an earlier one did
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

/** Takes headers and gives them changed; the same array where nothing changed. */
type Change = (headers: string[]) => string[]

function toChange({ header, action, value = '', find = '' }: HeaderRule): Change | undefined {
  const name = header.toLowerCase()
  switch (action) {
    case 'block':
      return (headers) => mapValues(headers, name, () => undefined)
    case 'set':
      return (headers) => setValue(headers, { name, header, value })
    case 'replace':
      // Nothing is found everywhere: a replacement would never end.
      return find === ''
        ? undefined
        : (headers) => mapValues(headers, name, (before) => replaceIn(before, find, value))
  }
}

/** Gives every value of a header to `map`; `undefined` takes that value away. */
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

/** One value in the place of the first; a header that was not there comes last. */
function setValue(headers: string[], rule: { name: string; header: string; value: string }): string[] {
  if (!has(headers, rule.name)) return [...headers, rule.header, rule.value]
  let isFirst = true
  return mapValues(headers, rule.name, () => {
    const value = isFirst ? rule.value : undefined
    isFirst = false
    return value
  })
}

/** Replaces letter by letter, as often as it stands there. A value of which nothing is left goes. */
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
 * An entry of which nothing is left takes its comma with it:
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
