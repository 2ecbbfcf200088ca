import { StorageError } from '../failure.ts'
import type { FromWorker } from '../protocol.ts'

type Result = Uint8Array<ArrayBuffer> | undefined

interface Pending {
  resolve: (json: Result) => void
  reject: (error: StorageError) => void
}

/** Queries whose results the database thread has not sent yet. */
export interface PendingQueries {
  /** Passes the id of a new query to `send`. Rejects with a StorageError. */
  add: (send: (id: number) => void) => Promise<Result>
  settle: (message: Extract<FromWorker, { type: 'response' | 'failed' }>) => void
  /** Rejects all, because the thread is gone. */
  rejectAll: (error: Error) => void
}

export function createPendingQueries(): PendingQueries {
  const pending = new Map<number, Pending>()
  let nextId = 1

  return {
    add: (send) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        pending.set(id, { resolve, reject })
        send(id)
      }),
    settle(message) {
      const query = pending.get(message.id)
      pending.delete(message.id)
      if (message.type === 'response') query?.resolve(message.json)
      else query?.reject(new StorageError(message.reason, message.message))
    },
    rejectAll(error) {
      for (const { reject } of pending.values())
        reject(new StorageError('worker_lost', error.message, { cause: error }))
      pending.clear()
    },
  }
}
