import { Check } from 'typebox/value'
import writeFileAtomic from 'write-file-atomic'
import { ConfigError } from '../../shared/config-error.ts'
import { DEFAULT_PRICES, PriceTable } from '../../shared/prices.ts'
import { readRegularFileSync } from '../base/read-regular-file.ts'

export interface PriceStore {
  /** The user's table, or the one that came with this version. */
  read: () => PriceTable
  /** Resolves when the table is on disk. @throws ConfigError `not_saved` (rejects) */
  save: (table: PriceTable) => Promise<PriceTable>
}

/** @param path of a JSON file; it is made with the first change. One that cannot be read counts as none, and stays. */
export function createPriceStore(path: string): PriceStore {
  let table = readTable(path)

  return {
    read: () => table,
    async save(next) {
      try {
        await writeFileAtomic(path, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
      } catch (cause) {
        throw new ConfigError('not_saved', 'The prices could not be written.', { cause })
      }
      table = next
      return table
    },
  }
}

function readTable(path: string): PriceTable {
  try {
    const table: unknown = JSON.parse(readRegularFileSync(path).toString('utf8'))
    return Check(PriceTable, table) ? table : DEFAULT_PRICES
  } catch {
    return DEFAULT_PRICES
  }
}
