import type { AdvertisedModel, LiveSettings } from '../../../shared/live-settings.ts'
import { isRecord } from '../../base/json/is-record.ts'
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
  /** Ours as `ListedModel`, the upstream's as they came. */
  data: readonly { id: string }[]
  has_more: boolean
  first_id: string | null
  last_id: string | null
}

/** Page size of Anthropic's API without `limit`, and its maximum. */
const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000

/** Asks the upstream for its whole list: it has far fewer models than fit on one page. */
export const WHOLE_LIST = `limit=${MAX_LIMIT}`

/**
 * One page of our models, followed by the upstream's.
 *
 * @param own the models that the user chose to advertise, by default none
 * @param options.upstream the upstream's whole list, parsed; undefined if there is none
 * @param options.created seconds since 1970, the same for all of ours
 * @param options.query `limit`, `after_id` and `before_id`; invalid values are ignored
 */
export function listModels(
  own: readonly AdvertisedModel[],
  { upstream, created, query }: { upstream?: unknown; created: number; query: URLSearchParams },
): ModelList {
  const asked = Number(query.get('limit') ?? DEFAULT_LIMIT)
  const limit = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, MAX_LIMIT) : DEFAULT_LIMIT
  const all = uniqueById([...own.map((model) => describe(model, created)), ...readModels(upstream)])
  const indexOf = (name: string) => all.findIndex(({ id }) => id === query.get(name))
  const before = indexOf('before_id')
  const start = before === -1 ? indexOf('after_id') + 1 : Math.max(0, before - limit)
  const end = before === -1 ? start + limit : before
  const data = all.slice(start, end)
  return {
    object: 'list',
    data,
    has_more: before === -1 ? end < all.length : start > 0,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  }
}

function readModels(list: unknown): { id: string }[] {
  const models = isRecord(list) ? list['data'] : undefined
  return Array.isArray(models) ? models.filter(isModel) : []
}

function isModel(value: unknown): value is { id: string } {
  return isRecord(value) && typeof value['id'] === 'string'
}

/** A model of the upstream that has a route is listed as where it goes. */
function uniqueById<T extends { id: string }>(models: readonly T[]): T[] {
  const seen = new Set<string>()
  return models.filter(({ id }) => {
    const isNew = !seen.has(id)
    seen.add(id)
    return isNew
  })
}

/** Routes with these names apply to kinds of requests, not to a model. */
const KINDS: ReadonlySet<string> = new Set([
  'default',
  'compaction',
  'classifier',
  'title',
  'longContext',
  'background',
  'webSearch',
  'think',
])

/** The models that the user chose to advertise, and those that have a route of their own. */
export function ownModels({ models, routes }: Pick<LiveSettings, 'models' | 'routes'>): AdvertisedModel[] {
  const advertised = new Set(models.advertise.map(({ id }) => id))
  const routed = Object.entries(routes)
    .filter(([id]) => !KINDS.has(id) && !advertised.has(id))
    .map(([id, { provider, model }]) => ({ id, displayName: `${model} (${provider})` }))
  return [...models.advertise, ...routed]
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
