import type { AdvertisedModel } from '../../../shared/live-settings.ts'
import { modelPrefix } from './model-prefix.ts'

export interface ModelList {
  object: 'list'
  data: { id: string; object: 'model'; created: number; owned_by: string; display_name?: string }[]
}

/**
 * The response to `GET /v1/models`: the models that the user chose to advertise, by default none.
 *
 * @param created seconds since 1970, the same for all
 */
export function listModels(advertise: readonly AdvertisedModel[], created: number): ModelList {
  return {
    object: 'list',
    data: advertise.map(({ id, displayName }) => ({
      id,
      object: 'model',
      created,
      owned_by: modelPrefix(id)?.provider ?? 'signalbox',
      ...(displayName !== undefined && { display_name: displayName }),
    })),
  }
}
