/*
 * Bodies of requests in flight share a bounded amount of memory. Beyond it a request waits: its socket is not read, so
 * its client waits, too. A budget that only counts could be held by a client that sends slowly, or by requests that
 * wait for their upstream. So one request at a time may exceed it, and while others wait, an upload that is too slow is
 * refused.
 */

/** Minimum progress of an upload between two checks while others wait for memory, in bytes. */
const MIN_PROGRESS_BYTES = 32 * 1024
/** Interval between two checks, in ms. */
const LOOK_EVERY_MS = 2_500

/** Node has read up to this much of a request when its socket is paused, in bytes. */
const READ_AHEAD_BYTES = 64 * 1024
/** Part of the limit that is left for bodies, however many requests wait. */
const MIN_PART = 0.25

/** One body's part of the budget. */
export interface BodyShare {
  /** Reserves more memory. Undefined if there is room at once; otherwise a promise of it, which `release` cancels. */
  take: (bytes: number) => Promise<void> | undefined
  /** The body is complete: from now on its pace no longer matters. */
  arrived: () => void
  /** Returns all reserved memory. Further calls do nothing. */
  release: () => void
}

export interface Upload {
  /** Bytes received so far. */
  received: () => number
  /** Called if the upload is too slow while others wait. Must release its share. */
  refuse: () => void
}

export interface BodyBudget {
  open: (upload: Upload) => BodyShare
}

interface Account {
  readonly upload: Upload
  bytes: number
  /** Bytes received at the last check; undefined before the first check. */
  seen: number | undefined
}

interface Wish {
  readonly account: Account
  readonly bytes: number
  /** Bytes that were read of it while it waits. */
  readonly readAhead: number
}

interface Waiter extends Wish {
  readonly begin: () => void
}

/** @param limit in bytes */
export function createBodyBudget(limit: number): BodyBudget {
  /** The sum of all accounts' bytes, excluding `beyond`; never above the limit. */
  let used = 0
  /** The one account that may exceed the limit. */
  let beyond: Account | undefined
  /** Bodies that are being received. */
  const arriving = new Set<Account>()
  /** In order of arrival. */
  const waiting = new Set<Waiter>()
  /** Bytes that were read of the requests in `waiting`. With hundreds of them it is as much as the limit. */
  let readAhead = 0
  /** Set while a request waits. */
  let looking: NodeJS.Timeout | undefined

  /** @param own what was read of the request that asks */
  function room(own = 0): number {
    return limit - Math.min(readAhead - own, limit * (1 - MIN_PART)) - used
  }
  function endWait(waiter: Waiter): void {
    waiting.delete(waiter)
    readAhead -= waiter.readAhead
  }
  /** @param isNext true if no earlier request is still waiting */
  function grant({ account, bytes, readAhead: own }: Wish, isNext: boolean): boolean {
    if (account !== beyond) {
      if (bytes <= room(own)) used += bytes
      else if (isNext && beyond === undefined) {
        beyond = account
        used -= account.bytes
      } else return false
    }
    account.bytes += bytes
    return true
  }
  function serve(): void {
    let isNext = true
    for (const waiter of waiting) {
      if (grant(waiter, isNext)) {
        endWait(waiter)
        waiter.begin()
      } else isNext = false
      if (!isNext && room() <= 0) break
    }
    if (waiting.size === 0) endLooking()
  }
  function look(): void {
    refuseSlow(arriving, new Set([...waiting].map(({ account }) => account)))
  }
  function endLooking(): void {
    clearInterval(looking)
    looking = undefined
    for (const account of arriving) account.seen = undefined
  }
  function close(account: Account): void {
    arriving.delete(account)
    for (const waiter of waiting) if (waiter.account === account) endWait(waiter)
    if (account === beyond) beyond = undefined
    else used -= account.bytes
    account.bytes = 0
    if (waiting.size > 0) serve()
    else if (looking !== undefined) endLooking()
  }

  return {
    open(upload) {
      const account: Account = { upload, bytes: 0, seen: undefined }
      let isOpen = true
      arriving.add(account)
      return {
        take(bytes) {
          if (grant({ account, bytes, readAhead: 0 }, waiting.size === 0)) return undefined
          const own = Math.min(READ_AHEAD_BYTES, bytes)
          readAhead += own
          looking ??= setInterval(look, LOOK_EVERY_MS).unref()
          return new Promise((begin) => waiting.add({ account, bytes, readAhead: own, begin }))
        },
        arrived() {
          arriving.delete(account)
        },
        release() {
          if (isOpen) close(account)
          isOpen = false
        },
      }
    },
  }
}

/** @param held those that are not read at the moment */
function refuseSlow(arriving: ReadonlySet<Account>, held: ReadonlySet<Account>): void {
  for (const account of arriving) {
    if (held.has(account)) continue
    const received = account.upload.received()
    const isSlow = account.seen !== undefined && received - account.seen < MIN_PROGRESS_BYTES
    account.seen = received
    if (isSlow) account.upload.refuse()
  }
}
