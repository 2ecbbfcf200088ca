import ipaddr from 'ipaddr.js'

/** Networks that end at this machine or its local network. Connecting to `unspecified` reaches loopback. */
const PRIVATE = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat', 'unspecified'])

/** Domains that public DNS does not resolve (RFC 6761, 6762, 8375, 9476; ICANN's `internal`). */
const PRIVATE_DOMAIN = /\.(?:localhost|local|internal|lan|home\.arpa|test)$/

/** True for addresses and names of this machine and of private networks, including names without a dot. */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(name)) return PRIVATE.has(ipaddr.process(name).range())
  return !name.includes('.') || PRIVATE_DOMAIN.test(name)
}
