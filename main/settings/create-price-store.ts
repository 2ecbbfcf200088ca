import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Check } from 'typebox/value'
import { ConfigError } from '../../shared/config-error.ts'
import { coded } from '../../shared/language/say.ts'
import { explainRefusal } from '../base/explain-refusal.ts'
import { DEFAULT_PRICES, PriceTable } from '../../shared/prices.ts'
import { NODE_FILES } from '../base/file-system.ts'
import { withLock } from '../base/folder-lock.ts'
import { createMutex } from '../base/mutex.ts'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import { writePrivateFile } from '../base/write-private-file.ts'
import { completePrices } from './complete-prices.ts'
import { mergePrices } from './merge-prices.ts'

export interface PriceStore {
  /** The user's table, or the default of this version. Includes changes by another Signalbox. */
  read: () => PriceTable
  /**
   * Resolves with the table on disk, which includes another Signalbox's concurrent changes to other models.
   *
   * @throws ConfigError `not_saved` (rejects)
   */
  save: (table: PriceTable) => Promise<PriceTable>
}

/** @param path path of a JSON file, created by the first change. An unreadable file counts as absent and is kept. */
export function createPriceStore(path: string): PriceStore {
  const { runExclusive } = createMutex()
  let version = versionOf(path)
  let table = readTable(path)

  function read(): PriceTable {
    const found = versionOf(path)
    if (found !== version) {
      table = readTable(path)
      version = found
    }
    return table
  }
  async function saveLocked(base: PriceTable, next: PriceTable): Promise<void> {
    const current = readTable(path)
    const merged = isDeepStrictEqual(current, base) ? next : mergePrices({ base, current, next })
    await writePrivateFile(path, `${JSON.stringify(merged, null, 2)}\n`)
    table = merged
    version = versionOf(path)
  }

  return {
    read,
    async save(next) {
      // The table last returned, which the change was based on.
      const base = table
      try {
        await runExclusive(() => withLock(NODE_FILES, dirname(path), () => saveLocked(base, next)))
      } catch (cause) {
        throw new ConfigError('not_saved', [coded('file.unwritable', { path }), explainRefusal(cause)], {
          cause,
        })
      }
      return table
    },
  }
}

/** Differs for every change of the file. */
function versionOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stat && `${stat.ino} ${stat.mtimeNs} ${stat.size}`
}

function readTable(path: string): PriceTable {
  try {
    const table: unknown = JSON.parse(readRegularFileSync(path).toString('utf8'))
    return Check(PriceTable, table) ? completePrices(table) : DEFAULT_PRICES
  } catch {
    return DEFAULT_PRICES
  }
}
