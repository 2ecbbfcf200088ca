import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { useDisclosure } from '../use-disclosure.ts'
import styles from './fold.module.css'

interface FoldProps {
  /** Key of its position, to remember its state. */
  id: string
  icon: IconName
  title: ReactNode
  /** Shown at the right: the size of the content. */
  note?: ReactNode
  initially?: boolean
  children: () => ReactNode
}

/** Collapsible section for details. Renders its content only when expanded. */
export function Fold({ id, icon, title, note, initially = false, children }: FoldProps) {
  const [open, setOpen] = useDisclosure(id, initially)
  return (
    <div className={styles.fold}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={icon} />
        <span className={styles.title}>{title}</span>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        <Icon name={open ? 'up' : 'down'} />
      </button>
      {open && <div className={styles.body}>{children()}</div>}
    </div>
  )
}
