import { cannotTranslate, type ProviderError } from '../errors.ts'
import { isRecord } from '../../base/json/is-record.ts'

/*
 * Helpers to read untrusted JSON: required fields are checked, unknown ones ignored. Paths are written as in
 * Anthropic's own errors: `messages.0.content.1.source`.
 */

export type Fields = Readonly<Record<string, unknown>>

/** @throws ProviderError that names the path */
export function readFields(value: unknown, path: string): Fields {
  if (!isRecord(value)) throw expected(path, 'an object')
  return value
}

/** @throws ProviderError that names the path */
export function readString(fields: Fields, name: string, path: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw expected(join(path, name), 'a string')
  return value
}

/** @throws ProviderError that names the path */
export function readList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw expected(path, 'a list')
  return value
}

/**
 * @returns undefined where the field is absent or null
 * @throws ProviderError that names the path
 */
export function readNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') throw expected(name, 'a number')
  return value
}

export function join(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`
}

function expected(path: string, what: string): ProviderError {
  return cannotTranslate(path, `Input should be ${what}`)
}
