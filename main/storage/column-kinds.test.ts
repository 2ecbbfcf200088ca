import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { REQUEST_COLUMNS } from '../../shared/request-record.ts'
import { RECORD_COLUMNS } from './column-kinds.ts'
import { openStorageWorker } from './testing/open-engine.ts'

it('the table of columns is the table that the migrations make', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-columns-'))
  const file = join(folder, 'signalbox.db')
  const worker = openStorageWorker({ file })
  await worker.read('latestDate', {})
  await worker.close()
  const database = new DatabaseSync(file)
  const made = database.prepare("select name from pragma_table_info('request')").all()
  database.close()
  rmSync(folder, { recursive: true })
  const own = ['id', 'run_id', 'header_page_id', 'previous_id', 'explanation']
  const columns = new Set<unknown>([...own, ...RECORD_COLUMNS.map(({ column }) => column)])
  expect(new Set(made.map(({ name }) => name))).toEqual(columns)
  expect(made.length).toBe(own.length + RECORD_COLUMNS.length)
})

it('each kind of text has one number, and models alone share one', () => {
  const fields = Object.entries(REQUEST_COLUMNS).flatMap(([field, row]) =>
    'term' in row ? [[row.term, field] as const] : [],
  )
  const shared = [...Map.groupBy(fields, ([term]) => term).values()].filter(({ length }) => length > 1)
  expect(shared.map((some) => some.map(([, field]) => field))).toEqual([
    ['model', 'routedModel', 'servedModel'],
  ])
})
