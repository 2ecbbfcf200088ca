import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema, TermKind } from '../schema.ts'

/** Enough for every name, and a limit for hostile ones. In characters. */
const MAX_ENTRY_LENGTH = 300
const CACHED = 20_000
/** Parameters of one `in (…)`. */
const CHUNK = 400

export interface DictionaryEntry {
  kind: TermKind
  text: string
}

/** Ids of texts that repeat, such as models, paths and user agents. */
export interface Dictionary {
  /** Finds or creates the id of each text, for `idOf`. */
  learn: (trx: Transaction<Schema>, terms: readonly DictionaryEntry[]) => Promise<void>
  /** The id of a learned text. */
  idOf: (kind: TermKind, text: string | undefined) => number | null
  /** For use after a rollback, when cached ids may not exist. */
  forget: () => void
}

export function createDictionary(database: Database): Dictionary {
  /** By kind, then by original text: only new texts are shortened and cleaned. */
  const ids = new Map<TermKind, Map<string, number>>()
  let size = 0

  function lookUp(kind: TermKind, text: string): number | undefined {
    return ids.get(kind)?.get(text)
  }
  function remember({ kind, text }: DictionaryEntry, id: number): void {
    let ofKind = ids.get(kind)
    if (ofKind === undefined) ids.set(kind, (ofKind = new Map()))
    ofKind.set(text, id)
    size++
  }
  function forget(): void {
    ids.clear()
    size = 0
  }
  async function find(trx: Transaction<Schema>, missing: readonly DictionaryEntry[]): Promise<void> {
    for (let at = 0; at < missing.length; at += CHUNK) {
      const chunk = missing.slice(at, at + CHUNK)
      const texts = chunk.map(({ text }) => clean(text))
      const rows = await trx.selectFrom('term').selectAll().where('text', 'in', texts).execute()
      const found = new Map(rows.map(({ id, kind, text }) => [`${kind}:${text}`, id]))
      for (const term of chunk) {
        const id = found.get(`${term.kind}:${clean(term.text)}`)
        if (id !== undefined) remember(term, id)
      }
    }
  }
  async function make(trx: Transaction<Schema>, missing: readonly DictionaryEntry[]): Promise<void> {
    const rows = missing.map(({ kind, text }) => ({ kind, text: clean(text) }))
    await database.insertAll(rows, (some) =>
      trx
        .insertInto('term')
        .values(some.slice())
        .onConflict((conflict) => conflict.columns(['kind', 'text']).doNothing()),
    )
  }

  return {
    async learn(trx, terms) {
      if (size > CACHED) forget()
      const isNew = ({ kind, text }: DictionaryEntry) => lookUp(kind, text) === undefined
      const missing = distinct(terms.filter(isNew))
      if (missing.length === 0) return
      await find(trx, missing)
      await make(trx, missing.filter(isNew))
      // Looked up again, not returned by the insert: another instance may have been faster.
      await find(trx, missing.filter(isNew))
    },
    idOf: (kind, text) => (text === undefined ? null : (lookUp(kind, text) ?? null)),
    forget,
  }
}

/** Sorted, so that two instances lock in the same order. */
function distinct(terms: readonly DictionaryEntry[]): DictionaryEntry[] {
  const found = new Map(terms.map((term) => [`${term.kind}:${term.text}`, term]))
  return [...found.keys()].toSorted().flatMap((key) => found.get(key) ?? [])
}

/** The stored form: PostgreSQL accepts neither NUL nor half a surrogate pair. */
export function clean(text: string): string {
  return text.slice(0, MAX_ENTRY_LENGTH).toWellFormed().replaceAll('\0', '\uFFFD')
}
