import { useLayoutEffect, useRef, useState } from 'react'
import type { LogLine } from '../../../shared/logs.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { useVirtualRows, type VirtualRows } from '../../ui/use-virtual-rows.ts'
import { useToday } from '../server/use-today.ts'
import { LogRow } from './log-row.tsx'
import styles from './logs-page.module.css'
import { useLogKeys } from './use-log-keys.ts'

interface LogListProps {
  lines: readonly LogLine[]
  /** True if the list scrolls with new lines. */
  following: boolean
  onFollow: (following: boolean) => void
}

/** Rows rendered beyond the visible ones, on each side. */
const OVERSCAN = 10
/** Estimated height of an unmeasured row, in CSS pixels. */
const ROW_HEIGHT = 28
/** Tolerance for "at the end", because heights are fractional. In CSS pixels. */
const NEAR = 24

/** Log lines, oldest first, virtualized. Scrolling up stops following. */
export function LogList({ lines, following, onFollow }: LogListProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const { scroller, virtualizer } = useVirtualRows({
    count: lines.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: OVERSCAN,
  })
  const toggle = (id: number) => {
    onFollow(false)
    setOpen(open.has(id) ? new Set([...open].filter((one) => one !== id)) : new Set([...open, id]))
  }
  const { cursor, setCursor } = useLogKeys({ lines, virtualizer, onFollow })
  const news = useFollow({ lines, following, virtualizer })
  const rows = { open, cursor, setCursor, toggle, measure: virtualizer.measureElement }
  const onScroll = useScrollWatch({ following, isReading: open.size > 0, onFollow })
  return (
    <>
      <Scroller ref={scroller} className={styles.scroller} label={t('Log lines')} onScroll={onScroll}>
        <ol className={styles.lines} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <Row key={lines[index]?.id} line={lines[index]} index={index} top={start} {...rows} />
          ))}
        </ol>
      </Scroller>
      {news > 0 && (
        <div className={styles.news}>
          <Button kind="primary" title={t('Jump to the newest line (End)')} onClick={() => onFollow(true)}>
            {t('{{count, number}} new lines', { count: news })}
          </Button>
        </div>
      )}
    </>
  )
}

interface RowProps {
  line: LogLine | undefined
  index: number
  top: number
  open: ReadonlySet<number>
  cursor: number | undefined
  setCursor: (id: number) => void
  toggle: (id: number) => void
  measure: (row: HTMLElement | null) => void
}

function Row({ line, index, top, open, cursor, setCursor, toggle, measure }: RowProps) {
  const today = useToday()
  if (!line) return null
  const { id } = line
  return (
    <LogRow
      line={line}
      index={index}
      top={top}
      today={today}
      isOpen={open.has(id)}
      isMarked={id === cursor}
      measure={measure}
      onToggle={() => {
        setCursor(id)
        toggle(id)
      }}
    />
  )
}

interface FollowOptions {
  lines: readonly LogLine[]
  following: boolean
  virtualizer: VirtualRows
}

/** Keeps the newest line visible. Returns the number of lines since following stopped. */
function useFollow({ lines, following, virtualizer }: FollowOptions): number {
  const last = lines.at(-1)?.id ?? 0
  /** The newest line when following stopped. */
  const [stoppedAt, setStoppedAt] = useState<number>()
  if (following && stoppedAt !== undefined) setStoppedAt(undefined)
  if (!following && stoppedAt === undefined) setStoppedAt(last)
  const { length } = lines
  useLayoutEffect(() => {
    if (following && last > 0) virtualizer.scrollToIndex(length - 1, { align: 'end' })
  }, [following, length, last, virtualizer])
  if (following || stoppedAt === undefined) return 0
  return lines.length - (lines.findLastIndex(({ id }) => id <= stoppedAt) + 1)
}

interface ScrollWatch {
  following: boolean
  /** While a line is expanded, only the user can resume following. */
  isReading: boolean
  onFollow: (following: boolean) => void
}

/** Stops following on scroll up and resumes at the end. */
function useScrollWatch({ following, isReading, onFollow }: ScrollWatch): (area: HTMLElement) => void {
  /** Previous scroll position. */
  const before = useRef(0)
  return ({ scrollTop, scrollHeight, clientHeight }) => {
    const goesUp = scrollTop < before.current - 1
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR
    before.current = scrollTop
    if (following && goesUp && !isAtEnd) onFollow(false)
    if (!following && !isReading && !goesUp && isAtEnd) onFollow(true)
  }
}
