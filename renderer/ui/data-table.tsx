import type { ReactNode } from 'react'
import styles from './data-table.module.css'
import { Scroller } from './scroller.tsx'

export interface DataColumn<Row> {
  key: string
  title: string
  numeric?: boolean
  cell: (row: Row) => ReactNode
}

interface DataTableProps<Row> {
  label: string
  columns: readonly DataColumn<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}

/**
 * A table of a few rows. The first column names the row. With numeric columns, long names are truncated so that all
 * numbers stay visible; otherwise the table scrolls horizontally.
 */
export function DataTable<Row>({ label, columns, rows, keyOf }: DataTableProps<Row>) {
  const [first, ...others] = columns
  if (!first) return null
  return (
    <Scroller className={styles.scroller} label={label}>
      <table className={styles.table} data-numbers={others.some(({ numeric }) => numeric)}>
        <thead>
          <tr>
            {columns.map(({ key, title, numeric }) => (
              <th key={key} scope="col" data-numeric={numeric}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{first.cell(row)}</th>
              {others.map(({ key, numeric, cell }) => (
                <td key={key} data-numeric={numeric}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
