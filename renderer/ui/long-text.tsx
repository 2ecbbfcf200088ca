import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { t } from '../language/t.ts'
import { formatCount } from './format-number.ts'
import styles from './long-text.module.css'
import { useHeight } from './use-height.ts'

interface LongTextProps {
  label: string
  text: string
}

/** Lines are cut at this length: base64 and minified code can have lines of several MB. */
const MAX_LINE_LENGTH = 2_000

/** Virtualized text with line numbers, for any length. */
export function LongText({ label, text }: LongTextProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLDivElement>(null)
  const lineHeight = useHeight(probe, 18)
  const lines = useMemo(() => text.split('\n'), [text])
  // This project does not use the React Compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 30,
  })
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={label}
      // Scrollable areas must be focusable.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
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
    </section>
  )
}

function shorten(line: string): string {
  if (line.length <= MAX_LINE_LENGTH) return line
  const begin = line.slice(0, MAX_LINE_LENGTH)
  return `${begin} … ${t('{{number}} characters more', { number: formatCount(line.length - MAX_LINE_LENGTH) })}`
}
