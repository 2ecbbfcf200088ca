import type { StorageState } from '../storage-status.ts'
import { type Coded, coded } from './say.ts'

const SENTENCES: Readonly<Record<string, Coded>> = {
  locked: coded('storage.locked'),
  disk_full: coded('storage.disk_full'),
  read_only: coded('storage.read_only'),
  io_error: coded('storage.io_error'),
  unreachable: coded('storage.unreachable'),
  broken: coded('storage.broken'),
  newer_schema: coded('storage.newer_schema'),
  foreign: coded('storage.foreign'),
  displaced: coded('storage.displaced'),
  refused: coded('storage.refused'),
  worker_lost: coded('storage.worker_lost'),
}

/**
 * The failure of the request log's database and its remedy, as a sentence.
 *
 * @param reason as in `StorageState`
 * @param update progress of an update
 * @returns undefined for a reason without a sentence
 */
export function storageFailure(reason: string, update?: StorageState['update']): Coded | undefined {
  if (update !== undefined) return coded('storage.updating', { ...update })
  return SENTENCES[reason]
}
