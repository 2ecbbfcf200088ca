import ipaddr from 'ipaddr.js'
import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { AppError } from '../../../shared/errors.ts'

/** Addresses outside the link-local networks where cloud metadata services hand out credentials. */
const METADATA = new Set(['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200'])

/**
 * False for link-local and metadata addresses: an address in the settings, or a name that suddenly resolves to one,
 * would send a conversation and a key to a service of the machine's own network (SSRF). Private networks are allowed:
 * local models run there.
 */
export function isAllowedAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true
  return meanings(ipaddr.process(address)).every(
    (meant) => meant.range() !== 'linkLocal' && !METADATA.has(meant.toString()),
  )
}

/** The system's lookup for `net.connect`, checked when connecting, because a name may resolve differently later. */
export const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, options, (error, found: string | LookupAddress[], family) => {
    if (error !== null) return callback(error, found, family)
    const isAllowed =
      typeof found === 'string'
        ? isAllowedAddress(found)
        : found.every(({ address }) => isAllowedAddress(address))
    if (isAllowed) callback(null, found, family)
    else callback(new AppError('upstream_forbidden'), found, family)
  })
}

/** An address and the IPv4 address embedded in it by an IPv6 transition mechanism (RFC 6052, 6145, 3056). */
function meanings(address: ipaddr.IPv4 | ipaddr.IPv6): (ipaddr.IPv4 | ipaddr.IPv6)[] {
  if (!(address instanceof ipaddr.IPv6)) return [address]
  const bytes = address.toByteArray()
  const range = address.range()
  if (range === 'rfc6052' || range === 'rfc6145') return [address, new ipaddr.IPv4(bytes.slice(12))]
  return range === '6to4' ? [address, new ipaddr.IPv4(bytes.slice(2, 6))] : [address]
}
