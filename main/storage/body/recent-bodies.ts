import type { BodyMap, KnownBody } from './scan-body.ts'

/** Longer bodies are not remembered, in bytes; with `MAX_BODIES` this bounds the memory. */
const MAX_BODY_BYTES = 2 * 1024 * 1024
/** Maximum number of remembered bodies, one for each conversation. */
const MAX_BODIES = 8
/** With less in common, a full scan is as fast. In bytes. */
const WORTH_IT = 4096
/** Step for comparing bodies, in bytes. */
const STEP = 4096

/** A body in chunks: `boundaries` are their boundaries, from 0 to the length; `ids` has the block of each, if any. */
export interface SplitBody {
  bytes: Buffer
  map: BodyMap | undefined
  boundaries: readonly number[]
  ids: (number | undefined)[]
}

interface Recent {
  /** Reused for the next body; only the first `length` bytes are valid. */
  memory: Buffer
  length: number
  map: BodyMap | undefined
  boundaries: readonly number[]
  ids: readonly (number | undefined)[]
  /** Epoch with which its blocks are marked. */
  epoch: number
}

/**
 * The last bodies, to find what a new one shares with them: each turn of a conversation repeats the earlier ones, and
 * comparing bytes costs a tenth of hashing them.
 */
export interface RecentBodies {
  /** Fills in the ids of leading and trailing chunks that equal those of a body of this epoch. */
  recognize: (body: SplitBody, epoch: number) => void
  /** The body with the longest common prefix, if that is long enough. */
  similar: (bytes: Buffer) => KnownBody | undefined
  remember: (body: SplitBody, epoch: number) => void
  forget: () => void
}

export function createRecentBodies(): RecentBodies {
  /** Most recently used last. */
  let recents: Recent[] = []

  return {
    recognize(body, epoch) {
      const current = recents.filter((recent) => recent.epoch === epoch)
      const found = bestOf(current, body.bytes)
      if (found === undefined) return
      copyStart(body, found)
      copyEnd(body, found)
    },
    similar(bytes) {
      const found = bestOf(recents, bytes)
      if (found?.recent.map === undefined || found.prefix < WORTH_IT) return undefined
      const { map, length } = found.recent
      const suffix = commonSuffix(found.recent, bytes, Math.min(length, bytes.length))
      return { map, length, prefix: found.prefix, suffix }
    },
    remember(body, epoch) {
      if (body.bytes.length > MAX_BODY_BYTES) return
      // Replaces the previous turn of the same conversation.
      const past = bestOf(recents, body.bytes)
      const grows = past !== undefined && past.prefix * 2 > past.recent.length
      const replaced = grows ? past.recent : recents.length < MAX_BODIES ? undefined : recents[0]
      const kept = grows ? past.prefix : 0
      const memory = roomFor(body.bytes.length, { old: replaced?.memory, kept })
      body.bytes.copy(memory, kept, kept)
      recents = recents.filter((recent) => recent !== replaced)
      const { map, boundaries, ids } = body
      recents.push({ memory, length: body.bytes.length, map, boundaries, ids: ids.slice(), epoch })
    },
    forget() {
      recents = []
    },
  }
}

interface Match {
  recent: Recent
  /** Length of the common prefix, in bytes. */
  prefix: number
}

function bestOf(recents: readonly Recent[], bytes: Buffer): Match | undefined {
  let best: Match | undefined
  for (const recent of recents) {
    const prefix = commonPrefix(recent, bytes)
    if (prefix > (best?.prefix ?? 0)) best = { recent, prefix }
  }
  return best
}

function copyStart({ boundaries, ids }: SplitBody, { recent, prefix }: Match): void {
  for (let at = 0; at < ids.length; at++) {
    const end = boundaries[at + 1] ?? 0
    if (end !== recent.boundaries[at + 1] || end > prefix) return
    ids[at] = recent.ids[at]
  }
}

function copyEnd({ bytes, boundaries, ids }: SplitBody, { recent, prefix }: Match): void {
  const shift = bytes.length - recent.length
  const most = Math.min(bytes.length, recent.length) - prefix
  const since = bytes.length - commonSuffix(recent, bytes, most)
  for (let at = ids.length - 1, its = recent.ids.length - 1; at >= 0 && its >= 0; at--, its--) {
    const start = boundaries[at] ?? 0
    if (start < since || start !== (recent.boundaries[its] ?? 0) + shift) return
    ids[at] = recent.ids[its]
  }
}

function commonPrefix({ memory, length }: Recent, bytes: Buffer): number {
  const most = Math.min(length, bytes.length)
  let same = 0
  for (let step = STEP; step > 0; step = step === 1 ? 0 : step >> 1) {
    while (same + step <= most && memory.compare(bytes, same, same + step, same, same + step) === 0)
      same += step
  }
  return same
}

function commonSuffix({ memory, length }: Recent, bytes: Buffer, most: number): number {
  const end = bytes.length
  let same = 0
  for (let step = STEP; step > 0; step = step === 1 ? 0 : step >> 1) {
    const isSame = () =>
      memory.compare(bytes, end - same - step, end - same, length - same - step, length - same) === 0
    while (same + step <= most && isSame()) same += step
  }
  return same
}

/** Memory that holds the first `kept` bytes of the old one. */
function roomFor(length: number, { old, kept }: { old: Buffer | undefined; kept: number }): Buffer {
  if (old !== undefined && old.length >= length) return old
  const memory = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)))
  old?.copy(memory, 0, 0, kept)
  return memory
}
