import { type ReactNode, useEffect } from 'react'
import styles from './page.module.css'

interface PageProps {
  title: string
  /** A short note beside the title, such as a count or a date. */
  note?: ReactNode
  /** Buttons and fields on the right. */
  actions?: ReactNode
  /** `fill`: the content fills the window and scrolls itself. Default: the page scrolls. */
  layout?: 'scroll' | 'fill'
  children: ReactNode
}

/** Layout of a page: title, actions, content. */
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
