import { memo } from 'react'
import type { PriceTable } from '../../../shared/prices.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { formatExact } from '../../ui/format.ts'
import { formatClock } from '../../ui/format-time.ts'
import { COLUMNS } from './columns.tsx'
import styles from './request-table.module.css'

interface RequestRowProps {
  /** Undefined while loading. */
  row: RequestSummary | undefined
  index: number
  /** Offset from the first row, in CSS pixels. */
  top: number
  /** Milliseconds since the epoch, any time of the current day. */
  now: number
  focused: boolean
  /** Undefined until loaded. */
  prices: PriceTable | undefined
  openId: string | undefined
  hrefOf: (requestId: string) => string
  onCursor: (index: number) => void
}

/** One request. The whole row is a link. */
export const RequestRow = memo(function RequestRow(props: RequestRowProps) {
  const { row, index, top, now, focused, prices, openId, hrefOf, onCursor } = props
  const place = { transform: `translateY(${top}px)` }
  if (!row) {
    return (
      <tr className={styles.row} style={place} aria-rowindex={index + 2}>
        <td className={styles.waiting}>…</td>
      </tr>
    )
  }
  const at = Date.parse(row.timestamp)
  return (
    <tr
      className={styles.row}
      style={place}
      aria-rowindex={index + 2}
      data-index={index}
      aria-current={row.requestId === openId || undefined}
      data-focused={focused}
    >
      {COLUMNS.map(({ key, numeric, cell }) => (
        <td key={key} className={styles[key]} data-numeric={numeric}>
          {key === 'time' ? (
            <a
              className={styles.link}
              href={`#${hrefOf(row.requestId)}`}
              tabIndex={focused ? 0 : -1}
              title={formatExact(at)}
              onClick={() => onCursor(index)}
            >
              {formatClock(at, now)}
            </a>
          ) : (
            cell(row, prices)
          )}
        </td>
      ))}
    </tr>
  )
})
