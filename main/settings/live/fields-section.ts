import { isRecord } from '../../base/json/is-record.ts'
import { isDeepStrictEqual } from 'node:util'
import { coded } from '../../../shared/language/say.ts'
import type { Section } from './section.ts'

type Fields<T> = { readonly [K in keyof T]: Section<T[K]> }

const SILENT = { path: [], onProblem: () => undefined }

/** An object of a few named fields, each read independently. */
export function fieldsSection<T extends object>(fields: Fields<T>): Section<T> {
  const names = keysOf(fields)

  function build(valueOf: <K extends keyof T>(name: K) => T[K] | undefined): T {
    // `fields` has every name of T, which the compiler checked at its definition.
    return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as T
  }
  function means(name: keyof T, raw: unknown, next: T): boolean {
    const now =
      raw === undefined
        ? fields[name].read(raw, { ...SILENT, before: next[name] })
        : fields[name].check(raw, SILENT)
    return isDeepStrictEqual(now, next[name])
  }

  return {
    read(raw, { before, path, onProblem }) {
      if (raw !== undefined && !isRecord(raw)) {
        onProblem(path, coded('invalid.object'), 'effect.value_kept')
        return before
      }
      return build((name) =>
        fields[name].read(raw?.[String(name)], {
          before: before[name],
          path: [...path, String(name)],
          onProblem,
        }),
      )
    },

    check(value, { path, onProblem }) {
      if (!isRecord(value)) {
        onProblem(path, coded('invalid.object'))
        return undefined
      }
      let holds = true
      const checked = build((name) => {
        const field = fields[name].check(value[String(name)], { path: [...path, String(name)], onProblem })
        if (field === undefined) holds = false
        return field
      })
      return holds ? checked : undefined
    },

    merge(raw, next) {
      if (!isRecord(raw)) return next
      const merged = new Map(Object.entries(raw))
      for (const name of names) {
        const key = String(name)
        if (!means(name, raw[key], next)) merged.set(key, fields[name].merge(raw[key], next[name]))
      }
      return Object.fromEntries(merged)
    },
  }
}

function keysOf<T extends object>(fields: Fields<T>): (keyof T)[] {
  return Object.keys(fields) as (keyof T)[]
}
