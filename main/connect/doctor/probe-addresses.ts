import { loopbackUrl } from '../address.ts'
import { BASE_URL } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'

/** True when something listens at an address of this machine. */
export type ProbeAddress = (url: URL) => Promise<boolean>

/** Loopback addresses without a listener. Remote addresses are never probed: nothing should call them unasked. */
export async function probeAddresses(
  definitions: readonly FoundDefinition[],
  probe: ProbeAddress,
): Promise<Set<string>> {
  const addresses = definitions.filter(({ variable }) => variable === BASE_URL).map(({ value }) => value)
  const silent = await Promise.all(
    [...new Set(addresses)].map(async (address) => {
      const url = loopbackUrl(address)
      return url !== undefined && !(await probe(url)) ? [address] : []
    }),
  )
  return new Set(silent.flat())
}
