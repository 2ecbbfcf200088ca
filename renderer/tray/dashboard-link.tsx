import { toHref } from './dashboard-button.tsx'
import styles from './dashboard-link.module.css'
import type { OpenDashboard } from './tray-window-props.ts'

interface DashboardLinkProps {
  /** One line, cut off where there is no more room. */
  text: string
  title: string
  /** A page of the dashboard: `/requests/4f2a`. */
  path: string
  /** Undefined in a browser. */
  open: OpenDashboard | undefined
}

/** A name that opens its page of the dashboard. */
export function DashboardLink({ text, title, path, open }: DashboardLinkProps) {
  if (!open) {
    return (
      <a className={styles.link} title={title} href={toHref(path)}>
        {text}
      </a>
    )
  }
  return (
    <button type="button" className={styles.link} title={title} onClick={() => open(path)}>
      {text}
    </button>
  )
}
