import ipaddr from 'ipaddr.js'
import { isVariantOf } from '../../../shared/prices.ts'
import type { EndedRequest } from '../../../shared/request-stages.ts'
import { isLoopbackHost } from '../../base/loopback.ts'
import { memoizeText } from '../../base/memoize-text.ts'
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

const MAX_ORIGINS = 100

/** True for an address on this machine or in its network. */
const isLocalOrigin = memoizeText(
  (origin) => {
    const host = URL.parse(origin)?.hostname ?? ''
    return isLoopbackHost(host) || isPrivateAddress(host.replace(/^\[(.*)\]$/, '$1')) || LOCAL_NAME.test(host)
  },
  { max: MAX_ORIGINS },
)

/** Names without a dot, and those of the local network: neither is a public server. */
const LOCAL_NAME = /^[^.:[\]]+$|\.(?:local|lan|internal|home\.arpa)$/

function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ['private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range())
}
