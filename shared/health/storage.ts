import { Type } from 'typebox'
import { StorageState } from '../storage-status.ts'

const { not_kept, file_bytes, set_aside, displaced, since, reason, status } = StorageState.properties

/** The details of `checks.storage`. */
export const StorageDetails = Type.Object({
  storage_status: status,
  /** As in `StorageState`, or `file_missing`, `file_replaced` and `file_damaged` for a while after that happened. */
  reason: Type.Optional(reason),
  since: Type.Optional(since),
  not_kept,
  file_bytes,
  set_aside: Type.Optional(set_aside),
  displaced: Type.Optional(displaced),
})
