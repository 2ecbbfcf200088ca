import type { TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Errors, Pointer } from 'typebox/value'
import type { CodedIssue } from './coded-issue.ts'
import { type Coded, coded } from './language/say.ts'

/** The library stops at 8 errors, and each of a union's words is one. In a long list even this many may not be all. */
const MAX_ERRORS = 2_000

/**
 * Schema violations of a value, one issue for each field. Leaves out the values: one of them may be a key.
 *
 * { action: 'drop' }  →  /header: A value is required. /action: Must be one of block, set, replace.
 */
export function findIssues(schema: TSchema, value: unknown): CodedIssue[] {
  const issues = new Map<string, CodedIssue>()
  const add = (path: string, issue: Coded) => {
    if (!issues.has(path)) issues.set(path, { path, ...issue })
  }
  for (const error of allErrors(schema, value)) {
    const { instancePath: path, schemaPath } = error
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- our schemas use few of the keywords
    switch (error.keyword) {
      case 'required':
        for (const name of error.params.requiredProperties)
          add(`${path}/${escapePart(name)}`, coded('invalid.required'))
        break
      case 'additionalProperties':
        for (const name of error.params.additionalProperties)
          add(`${path}/${escapePart(name)}`, coded('invalid.unknown_field'))
        break
      // The rejected field itself is already reported by `additionalProperties`.
      case 'boolean':
        break
      case 'const':
      case 'anyOf':
        if (!issues.has(path)) add(path, toChoice(wordsAt(schema, schemaPath)))
        break
      case 'type':
        add(path, toType(error.params.type))
        break
      case 'minimum':
      case 'exclusiveMinimum':
        add(path, coded('invalid.minimum', { limit: Number(error.params.limit) }))
        break
      case 'maximum':
      case 'exclusiveMaximum':
        add(path, coded('invalid.maximum', { limit: Number(error.params.limit) }))
        break
      case 'minLength':
        add(path, toShort(error.params.limit))
        break
      case 'maxLength':
        add(path, coded('invalid.too_long', { limit: error.params.limit }))
        break
      case 'maxItems':
      case 'maxProperties':
        add(path, coded('invalid.too_many', { limit: error.params.limit }))
        break
      case 'pattern':
        add(path, coded('invalid.pattern'))
        break
      default:
        add(path, coded('invalid.value'))
    }
  }
  return [...issues.values()]
}

/** The limit is a setting of the library as a whole, and other callers keep theirs. */
function allErrors(schema: TSchema, value: unknown): ReturnType<typeof Errors> {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: MAX_ERRORS })
  try {
    return Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

function escapePart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function toShort(limit: number): Coded {
  return limit === 1 ? coded('invalid.empty') : coded('invalid.too_short', { limit })
}

function toChoice(words: readonly string[]): Coded {
  return words.length === 0 ? coded('invalid.value') : coded('invalid.one_of', { words: words.join(', ') })
}

const TYPES: Readonly<Record<string, Coded>> = {
  string: coded('invalid.text'),
  number: coded('invalid.number'),
  integer: coded('invalid.integer'),
  boolean: coded('invalid.boolean'),
  object: coded('invalid.object'),
  array: coded('invalid.list'),
}

function toType(type: string | readonly string[]): Coded {
  return (typeof type === 'string' ? TYPES[type] : undefined) ?? coded('invalid.value')
}

/** The literals of a union. */
function wordsAt(schema: TSchema, schemaPath: string): string[] {
  const found = Pointer.Get(schema, schemaPath.replace(/^#/, '').replace(/\/anyOf\/\d+$/, ''))
  if (typeof found !== 'object' || found === null || !('anyOf' in found) || !Array.isArray(found.anyOf))
    return []
  return found.anyOf.flatMap((option: { const?: unknown }) =>
    option.const === undefined
      ? []
      : [typeof option.const === 'string' ? option.const : JSON.stringify(option.const)],
  )
}
