import { type ReactNode, useRef } from 'react'
import styles from './requests-page.module.css'
import { SplitHandle, useListWidth } from './split-handle.tsx'
import type { Density } from './use-list-view.ts'

interface SplitProps {
  /** True while a request is shown beside the list, or instead of it if it is full. */
  isOpen: boolean
  isFull: boolean
  density: Density
  /** Filter bar, list and request. */
  children: ReactNode
}

/** Places the list and the open request, with an edge between them that can be moved. */
export function Split({ isOpen, isFull, density, children }: SplitProps) {
  const { rem, set } = useListWidth()
  const area = useRef<HTMLDivElement>(null)
  return (
    <div
      ref={area}
      className={styles.page}
      data-open={isOpen}
      data-full={isFull}
      data-density={density}
      style={{ '--split': `${rem}rem` }}
    >
      {children}
      {isOpen && <SplitHandle rem={rem} onChange={set} area={area} />}
    </div>
  )
}
