import { AppError } from '../../../shared/errors.ts'
import { hasManyValues, MAX_REQUEST_VALUES } from '../../base/json/count-values.ts'
import { cannotTranslate } from '../../providers/errors.ts'
import type { RouteAttempt } from './choose-route.ts'
import { spliceModel } from './splice-model.ts'
import { cutTag } from './cut-tag.ts'

/**
 * Parses a Messages request, with the model and the parameters of an attempt.
 *
 * @throws AppError `invalid_json`
 * @throws ProviderError for more values than a conversation has
 */
export function toMessage(
  json: Buffer,
  { attempt, tag }: { attempt: Pick<RouteAttempt, 'model' | 'parameters'>; tag: string | undefined },
): Record<string, unknown> {
  if (hasManyValues(json, MAX_REQUEST_VALUES))
    throw cannotTranslate('body', `more than ${MAX_REQUEST_VALUES} values can’t be translated`)
  const text = tag === undefined ? json : spliceModel(json, { replace: cutTag(json, { tag }) })
  const message = parse(text)
  return {
    ...attempt.parameters,
    ...message,
    ...(attempt.model !== undefined && { model: attempt.model }),
  }
}

function parse(json: Buffer): Record<string, unknown> {
  try {
    // The scan has verified that it is an object.
    return JSON.parse(json.toString('utf8')) as Record<string, unknown>
  } catch (error) {
    throw new AppError('invalid_json', { cause: error })
  }
}
