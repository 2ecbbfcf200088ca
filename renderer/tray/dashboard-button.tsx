import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import type { OpenDashboard } from './tray-window-props.ts'

interface DashboardButtonProps {
  kind?: 'plain' | 'quiet'
  label: string
  title: string
  /** A page of the dashboard: `/requests/4f2a`. */
  path?: string
  /** Undefined in a browser, which uses a link. */
  open: OpenDashboard | undefined
}

/** Opens the dashboard: its own window on the desktop, a page of the same origin in a browser. */
export function DashboardButton({ kind = 'plain', label, title, path, open }: DashboardButtonProps) {
  if (open) {
    return (
      <Button kind={kind} title={title} onClick={() => open(path)}>
        {label}
      </Button>
    )
  }
  return (
    <ButtonLink kind={kind} title={title} href={toHref(path)}>
      {label}
    </ButtonLink>
  )
}

/** `/requests/4f2a` → `/#/requests/4f2a` */
export function toHref(path: string | undefined): string {
  return path === undefined ? '/' : `/#${path}`
}
