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
 * @returns undefined for a reason without a sentence
 */
export function storageFailure(reason: string): Coded | undefined {
  return SENTENCES[reason]
}
