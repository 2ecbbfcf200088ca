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

interface Waiter {
  readonly account: Account
  readonly bytes: number
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
  /** Set while a request waits. */
  let looking: NodeJS.Timeout | undefined

  /** @param isNext true if no earlier request is still waiting */
  function grant(account: Account, bytes: number, isNext: boolean): boolean {
    if (account !== beyond) {
      if (used + bytes <= limit) used += bytes
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
      if (grant(waiter.account, waiter.bytes, isNext)) {
        waiting.delete(waiter)
        waiter.begin()
      } else isNext = false
      if (!isNext && used === limit) break
    }
    if (waiting.size === 0) endLooking()
  }
  function look(): void {
    const held = new Set([...waiting].map(({ account }) => account))
    for (const account of arriving) {
      if (held.has(account)) continue
      const received = account.upload.received()
      const isSlow = account.seen !== undefined && received - account.seen < MIN_PROGRESS_BYTES
      account.seen = received
      if (isSlow) account.upload.refuse()
    }
  }
  function endLooking(): void {
    clearInterval(looking)
    looking = undefined
    for (const account of arriving) account.seen = undefined
  }
  function close(account: Account): void {
    arriving.delete(account)
    for (const waiter of waiting) if (waiter.account === account) waiting.delete(waiter)
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
          if (grant(account, bytes, waiting.size === 0)) return undefined
          looking ??= setInterval(look, LOOK_EVERY_MS).unref()
          return new Promise((begin) => waiting.add({ account, bytes, begin }))
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
