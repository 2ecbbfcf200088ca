import { isVariantOf } from '../../../shared/prices.ts'
import type { EndedRequest } from '../../../shared/request-stages.ts'
import { isLocalOrigin } from '../../base/local-origin.ts'
import type { ExchangeFacts } from '../../proxy/recorder/exchange-recorder.ts'

type Facts = Pick<ExchangeFacts, 'model' | 'routedModel' | 'provider' | 'attempts'>

/**
 * The model that responded, and whether it ran on a server of the user's: what a request costs depends on both.
 *
 * @param asked the model that the client requested
 */
export function servedBy(
  asked: string | undefined,
  { model, routedModel, provider, attempts }: Facts,
): Pick<EndedRequest, 'servedModel' | 'isLocal'> {
  const sent = routedModel ?? asked
  // A translated response names the requested model, whatever ran. A date behind the name is no other model.
  const isSame = model === undefined || model === asked || isVariantOf(model, sent ?? '')
  const served = isSame ? sent : model
  const origin = attempts.at(-1)?.origin
  return {
    servedModel: served === asked ? undefined : served,
    // The address of the built-in provider may be a gateway on this machine, which passes requests on to Anthropic.
    isLocal:
      provider !== undefined && provider !== 'anthropic' && origin !== undefined && isLocalOrigin(origin),
  }
}
