import { type Entry, isOurs } from '../edit/edits.ts'
import type { Origin, RecordedConnection } from '../record.ts'
import { BASE_URL } from '../variables.ts'

/** Known facts about other Signalbox instances that changed the same settings. */
export interface Surroundings {
  peers: readonly RecordedConnection[]
  /** True for an address on this machine where no Signalbox responds. */
  isDead: (address: string) => boolean
}

export const ALONE: Surroundings = { peers: [], isDead: () => false }

/** Changes that restore the settings from before the Signalbox whose address is there now, or the first of several. */
export function originOf(
  address: string | undefined,
  { path, peers }: { path: string; peers: readonly RecordedConnection[] },
): Origin | undefined {
  const peer = claimantOf(address, { path, peers })
  if (peer === undefined) return undefined
  return (
    peer.origin ?? {
      edits: peer.edits,
      ...(peer.unrepaired !== undefined && { unrepaired: peer.unrepaired }),
    }
  )
}

/**
 * The changes to revert so that the user's own value is restored, when reverting only our own change would leave Claude
 * Code with the address of a Signalbox that no longer runs.
 *
 * @returns undefined when our own change is the only one to revert
 */
export function chooseOrigin(
  { path, current, connection }: { path: string; current: string; connection: RecordedConnection | null },
  { peers, isDead }: Surroundings,
): Origin | undefined {
  const own = connection?.edits.entries.find(({ name }) => name === BASE_URL)
  const gone = peers.filter((peer) => peer.path === path && isDead(peer.baseUrl))
  const added = {
    current,
    own: connection?.edits.entries ?? [],
    gone: gone.flatMap(({ edits }) => edits.entries),
  }
  if (own !== undefined && isOurs(own, current)) {
    if (connection?.origin === undefined || own.before === null) return undefined
    const before = String(JSON.parse(own.before))
    // A live Signalbox that has a record of the settings restores them itself.
    const isHeld = claimantOf(before, { path, peers }) !== undefined && !isDead(before)
    return isHeld ? undefined : rebase(connection.origin, added)
  }
  const origin = isDead(current) ? originOf(current, { path, peers }) : undefined
  return origin && rebase(origin, added)
}

function claimantOf(
  address: string | undefined,
  { path, peers }: { path: string; peers: readonly RecordedConnection[] },
): RecordedConnection | undefined {
  return peers.find(
    (peer) =>
      peer.path === path &&
      address !== undefined &&
      peer.edits.entries.some((entry) => entry.name === BASE_URL && isOurs(entry, address)),
  )
}

/** The first instance's changes applied to the current address, plus the variables that we and dead instances added. */
function rebase(
  { edits: first, unrepaired }: Origin,
  { current, own, gone }: { current: string; own: readonly Entry[]; gone: readonly Entry[] },
): Origin {
  const address = first.entries.filter(({ name }) => name === BASE_URL)
  const others = new Map<string, Entry>()
  for (const entry of [...own, ...first.entries, ...gone]) {
    if (entry.name !== BASE_URL && !others.has(entry.name)) others.set(entry.name, entry)
  }
  const entries = address.map(({ was: _was, ...entry }) => ({ ...entry, value: current }))
  return {
    edits: { ...first, entries: [...entries, ...others.values()] },
    ...(unrepaired !== undefined && { unrepaired }),
  }
}

/**
 * Addresses to probe for a Signalbox: the current one, the one that would be restored, and those of the other
 * instances.
 */
export function addressesToAsk(
  current: string | undefined,
  { connection, peers }: { connection: RecordedConnection | null; peers: readonly RecordedConnection[] },
): string[] {
  const own = connection?.edits.entries.find(({ name }) => name === BASE_URL)?.before
  const before = typeof own === 'string' ? String(JSON.parse(own)) : ''
  const found = [current ?? '', before, ...peers.map(({ baseUrl }) => baseUrl)]
  return [...new Set(found)].filter((address) => address !== '')
}
