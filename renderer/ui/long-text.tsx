import { useMemo, useRef } from 'react'
import { t } from '../language/t.ts'
import { formatCount } from './format-number.ts'
import styles from './long-text.module.css'
import { Scroller } from './scroller.tsx'
import { useHeight } from './use-height.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

interface LongTextProps {
  label: string
  text: string
}

/** Lines are cut at this length: base64 and minified code can have lines of several MB. */
const MAX_LINE_LENGTH = 2_000

/** Virtualized text with line numbers, for any length. */
export function LongText({ label, text }: LongTextProps) {
  const probe = useRef<HTMLDivElement>(null)
  const lineHeight = useHeight(probe, 18)
  const lines = useMemo(() => text.split('\n'), [text])
  const { scroller, virtualizer } = useVirtualRows({
    count: lines.length,
    estimateSize: () => lineHeight,
    overscan: 30,
  })
  return (
    <Scroller ref={scroller} className={styles.scroller} label={label}>
      <div ref={probe} className={styles.probe} />
      <div className={styles.lines} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div key={index} className={styles.line} style={{ transform: `translateY(${start}px)` }}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <code className={styles.text}>{shorten(lines[index] ?? '')}</code>
          </div>
        ))}
      </div>
    </Scroller>
  )
}

function shorten(line: string): string {
  if (line.length <= MAX_LINE_LENGTH) return line
  const begin = line.slice(0, MAX_LINE_LENGTH)
  return `${begin} … ${t('{{number}} more characters', { number: formatCount(line.length - MAX_LINE_LENGTH) })}`
}
