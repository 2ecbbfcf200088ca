import { memo, type ReactNode } from 'react'
import type { PriceTable } from '../../../shared/prices.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { formatExact } from '../../ui/format.ts'
import { formatClock } from '../../ui/format-time.ts'
import { COLUMNS } from './columns.tsx'
import type { TurnMark } from './row-source.ts'
import { TurnCell } from './turn-cell.tsx'
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
  /** In a list by turn. */
  turn: TurnMark | undefined
}

/** One request. The whole row is a link. */
export const RequestRow = memo(function RequestRow(props: RequestRowProps) {
  const { row, index, top, now, focused, prices, openId, hrefOf, onCursor, turn } = props
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
      // The request that stands for an open turn is listed below it.
      aria-current={(row.requestId === openId && turn?.isOpen !== true) || undefined}
      data-call={turn?.isCall}
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
            <Content turn={key === 'summary' ? turn : undefined} isFocused={focused}>
              {cell(row, prices)}
            </Content>
          )}
        </td>
      ))}
    </tr>
  )
})

function Content({
  turn,
  isFocused,
  children,
}: {
  turn: TurnMark | undefined
  isFocused: boolean
  children: ReactNode
}) {
  if (turn === undefined) return children
  return (
    <TurnCell turn={turn} isFocused={isFocused}>
      {children}
    </TurnCell>
  )
}
