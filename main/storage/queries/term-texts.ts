import type { Kysely } from 'kysely'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { Schema, TermKind } from '../schema.ts'
import { clean } from '../write/dictionary.ts'

const CACHED = 20_000
const CHUNK = 400

/** The texts for ids in rows. */
export interface TermTexts {
  /** Loads the texts of these ids for `of`. */
  learn: (db: Kysely<Schema>, ids: Iterable<number | null>) => Promise<void>
  of: (id: number | null) => string | undefined
  /** The id of a text; undefined when no request has it. */
  find: (db: Kysely<Schema>, kind: TermKind, text: string) => Promise<number | undefined>
  /** Ids of the models whose names contain the text, case-insensitive; undefined when the filter matches all. */
  models: (db: Kysely<Schema>, filter: string | undefined) => Promise<readonly number[] | undefined>
  forget: () => void
}

export function createTermTexts(): TermTexts {
  const texts = new Map<number, string>()
  return {
    async learn(db, ids) {
      if (texts.size > CACHED) texts.clear()
      const missing = [...new Set(ids)].filter((id) => id !== null && id !== 0 && !texts.has(id))
      for (let at = 0; at < missing.length; at += CHUNK) {
        const rows = await db
          .selectFrom('term')
          .select(['id', 'text'])
          .where('id', 'in', missing.slice(at, at + CHUNK))
          .execute()
        for (const { id, text } of rows) texts.set(id, text)
      }
    },
    of: (id) => (id === null || id === 0 ? undefined : texts.get(id)),
    async find(db, kind, text) {
      const row = await db
        .selectFrom('term')
        .select('id')
        .where('kind', '=', kind)
        .where('text', '=', clean(text))
        .executeTakeFirst()
      return row?.id
    },
    async models(db, filter) {
      const wanted = filter?.trim().toLowerCase() ?? ''
      if (wanted === '' || wanted === 'all') return undefined
      const rows = await db
        .selectFrom('term')
        .select(['id', 'text'])
        .where('kind', '=', REQUEST_COLUMNS.model.term)
        .execute()
      return rows.filter(({ text }) => text.toLowerCase().includes(wanted)).map(({ id }) => id)
    },
    forget: () => texts.clear(),
  }
}
