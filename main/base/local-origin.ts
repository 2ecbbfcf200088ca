import ipaddr from 'ipaddr.js'
import { isLoopbackHost } from './loopback.ts'
import { memoizeText } from './memoize-text.ts'

const MAX_ORIGINS = 100

/** True for an address on this machine or in its network. */
export const isLocalOrigin = memoizeText(
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
