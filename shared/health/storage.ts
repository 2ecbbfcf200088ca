import { Type } from 'typebox'
import { StorageState } from '../storage-status.ts'

const { not_kept, file_bytes, set_aside, displaced, since, reason, status, update } = StorageState.properties

/** Details of `checks.storage`. */
export const StorageDetails = Type.Object({
  storage_status: status,
  /** As in `StorageState`; for a while after such an event also `file_missing`, `file_replaced` or `file_damaged`. */
  reason: Type.Optional(reason),
  since: Type.Optional(since),
  not_kept,
  file_bytes,
  set_aside: Type.Optional(set_aside),
  displaced: Type.Optional(displaced),
  update,
})
