import { type Entry, isOurs } from '../edit/edits.ts'
import type { Origin, RecordedConnection } from '../record.ts'
import { BASE_URL } from '../variables.ts'

/** What is known of other Signalboxes that changed the same settings. */
export interface Surroundings {
  peers: readonly RecordedConnection[]
  /** The address is one on this machine where no Signalbox answers. */
  isDead: (address: string) => boolean
}

export const ALONE: Surroundings = { peers: [], isDead: () => false }

/** What stood in the settings before the Signalbox whose address is there now, or the first of several. */
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
 * What has to be taken back for the user's own value to stand there again, where taking back our own change would
 * leave Claude Code with the address of a Signalbox that is gone.
 *
 * @returns undefined where our own change is all there is to take back
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
    // Whoever listens there takes it back itself, as long as it knows of it.
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

/**
 * The first one's changes, for the address that stands there now, with what we and those that are gone added beside it.
 */
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

/** Addresses whose Signalbox has to be asked for: those that stand there, or would, and those of the others. */
export function addressesToAsk(
  current: string | undefined,
  { connection, peers }: { connection: RecordedConnection | null; peers: readonly RecordedConnection[] },
): string[] {
  const own = connection?.edits.entries.find(({ name }) => name === BASE_URL)?.before
  const before = typeof own === 'string' ? String(JSON.parse(own)) : ''
  const found = [current ?? '', before, ...peers.map(({ baseUrl }) => baseUrl)]
  return [...new Set(found)].filter((address) => address !== '')
}
