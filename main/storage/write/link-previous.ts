import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'

/** Parameters of one `in (…)`. */
const CHUNK = 400

/**
 * Links finished requests to the newest one before them of the same conversation, agent and kind. Must run after all
 * requests of a batch are written, as they may be each other's neighbours. A neighbour that is still open is skipped:
 * its kind is unknown until it ends.
 *
 * @param ids of rows
 */
export async function linkPrevious(trx: Transaction<Schema>, ids: readonly number[]): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    await trx
      .updateTable('request')
      .set({ previous_id: PREVIOUS })
      .where('id', 'in', ids.slice(at, at + CHUNK))
      .where('conversation_id', 'is not', null)
      .where('kind_id', 'is not', null)
      .execute()
  }
}

/** Links the requests of these conversations that have no link yet. */
export async function linkConversations(trx: Transaction<Schema>, ids: readonly number[]): Promise<void> {
  const conversations = [...new Set(ids)]
  for (let at = 0; at < conversations.length; at += CHUNK) {
    await trx
      .updateTable('request')
      .set({ previous_id: PREVIOUS })
      .where('conversation_id', 'in', conversations.slice(at, at + CHUNK))
      .where('previous_id', 'is', null)
      .where('kind_id', 'is not', null)
      .execute()
  }
}

const PREVIOUS = sql<number | null>`(
  select earlier.id from request as earlier
  where earlier.conversation_id = request.conversation_id and earlier.kind_id = request.kind_id
    and earlier.agent_id is not distinct from request.agent_id
    and earlier.started_at <= request.started_at and earlier.id <> request.id
    and (earlier.started_at < request.started_at or earlier.id < request.id)
  order by earlier.started_at desc, earlier.id desc
  limit 1)`
