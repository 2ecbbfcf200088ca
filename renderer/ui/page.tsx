import { type ReactNode, useEffect } from 'react'
import styles from './page.module.css'

interface PageProps {
  title: string
  /** A word or two beside the title: how many, of when. */
  note?: ReactNode
  /** Buttons and fields at the right. */
  actions?: ReactNode
  /** `fill`: the content has the whole rest of the window and scrolls itself. Default: the page scrolls. */
  layout?: 'scroll' | 'fill'
  children: ReactNode
}

/** The frame of a page: its name, its actions, its content. */
export function Page({ title, note, actions, layout = 'scroll', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Signalbox`
  }, [title])
  return (
    <div className={styles.page} data-layout={layout}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {note !== undefined && <p className={styles.note}>{note}</p>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.body}>{children}</div>
    </div>
  )
}
