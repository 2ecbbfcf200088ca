import { type Coded, coded } from '../../../shared/language/say.ts'
import { BlockList, isIP } from 'node:net'

/** Cloud metadata addresses, which hand out the machine's credentials. No provider uses them. */
const NEVER = createNever()

/** The reason that this can't be a provider's address. Omits the value, which may contain a password. */
export function problemOfAddress(text: string): Coded | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return coded('invalid.address')
  }
  if (url.username + url.password !== '') return coded('invalid.address_credentials')
  if (url.search + url.hash !== '') return coded('invalid.address_query')
  return isForbidden(url.hostname) ? coded('invalid.address_link_local') : undefined
}

/** `URL` has already normalized 0xa9fea9fe, 169.254.43518 and the like to dotted notation. */
function isForbidden(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const family = isIP(host)
  if (family === 0) return host === 'metadata.google.internal'
  return NEVER.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

function createNever(): BlockList {
  const list = new BlockList()
  list.addSubnet('169.254.0.0', 16, 'ipv4')
  list.addSubnet('fe80::', 10, 'ipv6')
  list.addAddress('fd00:ec2::254', 'ipv6')
  return list
}
