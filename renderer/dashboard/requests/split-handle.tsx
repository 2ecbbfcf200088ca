import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { t } from '../../language/t.ts'
import { useDeps } from '../deps.ts'
import styles from './split-handle.module.css'

const KEY = 'signalbox.list-width'
const MIN_REM = 14
const MAX_REM = 60
const STEP_REM = 2
const DEFAULT_REM = 22

/** Width of the list beside an open request, in rem; stored once the user changes it. */
export function useListWidth(): { rem: number; set: (rem: number) => void } {
  const { storage } = useDeps()
  const [rem, setRem] = useState(() => limit(Number(storage.getItem(KEY) ?? DEFAULT_REM)))
  const set = (next: number) => {
    const limited = limit(next)
    storage.setItem(KEY, String(limited))
    setRem(limited)
  }
  return { rem, set }
}

function limit(rem: number): number {
  return Number.isFinite(rem) ? Math.round(Math.min(MAX_REM, Math.max(MIN_REM, rem)) * 10) / 10 : DEFAULT_REM
}

interface SplitHandleProps {
  rem: number
  onChange: (rem: number) => void
  /** The area whose left edge the width is measured from. */
  area: RefObject<HTMLElement | null>
}

/** The edge between the list and the open request: dragged, or moved with the arrow keys. */
export function SplitHandle({ rem, onChange, area }: SplitHandleProps) {
  const isDragged = useRef(false)
  const drag = ({ clientX }: PointerEvent) => {
    if (!isDragged.current || area.current === null) return
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize)
    onChange((clientX - area.current.getBoundingClientRect().left) / size)
  }
  return (
    // A separator that can be focused is a widget.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <hr
      className={styles.handle}
      aria-orientation="vertical"
      aria-label={t('Width of the list')}
      aria-valuemin={MIN_REM}
      aria-valuemax={MAX_REM}
      aria-valuenow={Math.round(rem)}
      title={t('Drag, or use ← and →, to change the width of the list')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={(event) => {
        isDragged.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onPointerUp={() => (isDragged.current = false)}
      onPointerCancel={() => (isDragged.current = false)}
      onDoubleClick={() => onChange(DEFAULT_REM)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
        event.preventDefault()
        onChange(rem + (event.key === 'ArrowLeft' ? -STEP_REM : STEP_REM))
      }}
    />
  )
}
