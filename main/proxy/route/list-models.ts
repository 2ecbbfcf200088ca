import type { AdvertisedModel } from '../../../shared/live-settings.ts'
import { modelPrefix } from './model-prefix.ts'

interface ListedModel {
  type: 'model'
  id: string
  display_name: string
  created_at: string
  /** The rest is OpenAI's, for programs that know that shape. */
  object: 'model'
  created: number
  owned_by: string
}

/** https://docs.anthropic.com/en/api/models-list, with OpenAI's fields beside Anthropic's. */
export interface ModelList {
  object: 'list'
  data: ListedModel[]
  has_more: boolean
  first_id: string | null
  last_id: string | null
}

/** Page size of Anthropic's API without `limit`, and its maximum. */
const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000

/**
 * One page of the models that the user chose to advertise, by default none.
 *
 * @param options.created seconds since 1970, the same for all
 * @param options.query `limit`, `after_id` and `before_id`; invalid values are ignored
 */
export function listModels(
  advertise: readonly AdvertisedModel[],
  { created, query }: { created: number; query: URLSearchParams },
): ModelList {
  const asked = Number(query.get('limit') ?? DEFAULT_LIMIT)
  const limit = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, MAX_LIMIT) : DEFAULT_LIMIT
  const indexOf = (name: string) => advertise.findIndex(({ id }) => id === query.get(name))
  const before = indexOf('before_id')
  const start = before === -1 ? indexOf('after_id') + 1 : Math.max(0, before - limit)
  const end = before === -1 ? start + limit : before
  const data = advertise.slice(start, end).map((model) => describe(model, created))
  return {
    object: 'list',
    data,
    has_more: before === -1 ? end < advertise.length : start > 0,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  }
}

function describe({ id, displayName = id }: AdvertisedModel, created: number): ListedModel {
  return {
    type: 'model',
    id,
    display_name: displayName,
    created_at: new Date(created * 1000).toISOString(),
    object: 'model',
    created,
    owned_by: modelPrefix(id)?.provider ?? 'signalbox',
  }
}
