import type { StorageState } from '../../shared/storage-status.ts'
import type { Query } from './request-log-queries.ts'

/** The server's interface to the request log. The store implements it; the server knows nothing about databases. */
export interface RequestLogSource {
  /**
   * The result as UTF-8 JSON (for `body`: its bytes), produced elsewhere; the server passes it on unchanged.
   *
   * @returns undefined if there is no such request or body
   * @throws an error with the name `StorageError` and a `reason` (rejects)
   */
  json: (...query: Query) => Promise<Uint8Array<ArrayBuffer> | undefined>
  state: () => Omit<StorageState, 'set_aside'> & { readonly set_aside: readonly string[] }
  /** Called with the IDs of requests whose end has been stored. Returns the unsubscriber. */
  onStored: (listener: (requestIds: readonly string[]) => void) => () => void
}
