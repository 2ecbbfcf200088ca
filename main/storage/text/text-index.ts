import { sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Condition } from '../queries/condition.ts'
import type { Schema } from '../schema.ts'
import type { TurnWords, WordPlace } from './words.ts'
import { toTokens } from './to-tokens.ts'

/** In PostgreSQL, a word's weight is its place. */
const WEIGHTS = { said: 'A', tool: 'B', file: 'C', input: 'D' } as const satisfies Record<WordPlace, string>
const CHUNK = 400

interface Writing {
  database: Database
  trx: Transaction<Schema>
}

/** Indexes the words of requests, by row id. Those that are indexed already keep their words. */
export async function indexWords(
  { database, trx }: Writing,
  rows: readonly { id: number; words: TurnWords }[],
): Promise<void> {
  const told = rows.filter(({ words }) => Object.values(words).some((text) => text !== ''))
  if (database.kind === 'sqlite') {
    await removeWords(
      { database, trx },
      told.map(({ id }) => id),
    )
    await database.insertAll(
      told.map(({ id, words: { said, tool, file, input } }) => ({ rowid: id, said, tool, file, input })),
      (some) => trx.insertInto('request_text').values(some.slice()),
    )
    return
  }
  for (const { id, words } of told) {
    const parts = PLACES.map(
      (place) => sql`setweight(to_tsvector('simple', ${words[place]}), ${sql.lit(WEIGHTS[place])})`,
    )
    await trx
      .insertInto('request_words')
      .values({ request_id: id, words: sql<string>`${sql.join(parts, sql` || `)}` })
      .onConflict((conflict) => conflict.column('request_id').doNothing())
      .execute()
  }
}

export async function removeWords({ database, trx }: Writing, ids: readonly number[]): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    const some = ids.slice(at, at + CHUNK)
    if (database.kind === 'sqlite') await trx.deleteFrom('request_text').where('rowid', 'in', some).execute()
    else await trx.deleteFrom('request_words').where('request_id', 'in', some).execute()
  }
}

/**
 * Condition on a row: its turn added these words, one after the other; the last one may be the beginning of a word.
 *
 * @param options.place only there
 * @param options.isWhole the last word is a whole one, too
 * @returns undefined if the text has no words
 */
export function hasWords(
  { kind }: Pick<Database, 'kind'>,
  text: string,
  { place, isWhole = false }: { place?: WordPlace; isWhole?: boolean } = {},
): Condition | undefined {
  const tokens = toTokens(text)
  if (tokens === '') return undefined
  if (kind === 'sqlite') {
    const within = place === undefined ? '' : `${place} : `
    return sql`id in (select rowid from request_text where request_text match ${`${within}"${tokens}"${isWhole ? '' : '*'}`})`
  }
  const weight = place === undefined ? '' : WEIGHTS[place]
  const words = tokens.split(' ')
  const marks = words.map((word, index) => {
    const flags = `${index === words.length - 1 && !isWhole ? '*' : ''}${weight}`
    return flags === '' ? word : `${word}:${flags}`
  })
  return sql`id in (select request_id from request_words where words @@ to_tsquery('simple', ${marks.join(' <-> ')}))`
}

const PLACES: readonly WordPlace[] = ['said', 'tool', 'file', 'input']
