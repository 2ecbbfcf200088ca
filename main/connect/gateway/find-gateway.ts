import { sameAddress } from '../address.ts'
import type { FoundDefinition } from '../doctor/found-definition.ts'
import { isOurs } from '../edit/edits.ts'
import type { ConnectRecord, RecordedConnection } from '../record.ts'
import { BASE_URL } from '../variables.ts'

export interface GatewayQuestion {
  definitions: readonly FoundDefinition[]
  record: ConnectRecord
  /** Other Signalboxes that changed the same settings. */
  peers: readonly RecordedConnection[]
  /** Our own address. */
  baseUrl: string
}

/**
 * The address that Claude Code used before Signalbox, if it is neither Anthropic's nor a Signalbox: a company's gateway,
 * or another program on this computer.
 *
 * @returns the address as it was written; undefined if there is none that could be an upstream
 */
export function findGateway(question: GatewayQuestion): string | undefined {
  const { definitions, baseUrl } = question
  const places = ['user', 'environment', 'shell'] as const
  for (const place of places) {
    const found = definitions.findLast((one) => one.variable === BASE_URL && one.place === place)
    const address = found === undefined ? undefined : unwrap(found.value, question)
    if (address !== undefined && isUpstream(address) && !sameAddress(address, baseUrl)) return address
  }
  return undefined
}

/** The user's own address behind ours and those of other instances. */
function unwrap(address: string, { record, peers, baseUrl }: GatewayQuestion): string | undefined {
  const known = [record.connection, ...peers].filter((one) => one !== null)
  let current: string | undefined = address
  // Each instance is passed once.
  for (let left = known.length; left >= 0; left--) {
    const owner = known.find(({ edits }) =>
      edits.entries.some((entry) => entry.name === BASE_URL && isOurs(entry, current)),
    )
    if (owner === undefined)
      return current === undefined || sameAddress(current, baseUrl) ? undefined : current
    const before = owner.edits.entries.find(({ name }) => name === BASE_URL)?.before
    const value: unknown = typeof before === 'string' ? JSON.parse(before) : undefined
    current = typeof value === 'string' ? value : undefined
  }
  return undefined
}

function isUpstream(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.hostname !== 'api.anthropic.com'
}
