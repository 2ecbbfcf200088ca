import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { useDisclosure } from '../use-disclosure.ts'
import styles from './fold.module.css'

interface FoldProps {
  /** Its place, so that it stays as it was left. */
  id: string
  icon: IconName
  title: ReactNode
  /** At the right: how much is inside. */
  note?: ReactNode
  initially?: boolean
  children: () => ReactNode
}

/** Something that is there, and only in the way most of the time. What is inside is made when it is opened. */
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
