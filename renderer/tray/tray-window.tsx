import { Checks } from './checks/checks.tsx'
import type { DrainFace } from './drain-face.ts'
import { Facts } from './facts.tsx'
import { Foot } from './foot.tsx'
import { InFlight } from './in-flight.tsx'
import { StatusHead } from './status-head.tsx'
import type { View } from './to-view.ts'
import styles from './tray-window.module.css'
import { Trouble } from './trouble.tsx'
import type { Copy } from '../ui/use-copy.ts'
import type { Recheck } from './use-recheck.ts'
import type { Words } from './words.ts'

/** What only the desktop shell can do. */
export interface DesktopActions {
  start: (port?: number) => void
  quit: (when: 'idle' | 'now') => void
}

export interface DrainActions {
  press: () => void
  confirm: () => void
  dismiss: () => void
}

export interface TrayWindowProps {
  view: View
  now: number
  visible: boolean
  status: Words
  face: DrainFace
  address: Copy
  /** The one that points Claude Code at Signalbox. */
  command: string | undefined
  recheck: Recheck
  drain: DrainActions
  /** Undefined in a browser. */
  desktop: DesktopActions | undefined
  onRefresh: () => void
}

/** The window, top to bottom in the order of urgency: state, trouble or activity, checks, facts, actions. */
export function TrayWindow(props: TrayWindowProps) {
  const { view, status, address, face, drain, desktop } = props
  const broken = ['port-busy', 'failed', 'stopped'].includes(view.situation.kind)
  return (
    <main className={styles.window}>
      <StatusHead status={status} stale={isFromOldAnswer(view)} baseUrl={view.baseUrl} copy={address}>
        <Trouble situation={view.situation} desktop={desktop} onRefresh={props.onRefresh} />
      </StatusHead>
      {!broken && <InFlight view={view} now={props.now} visible={props.visible} command={props.command} />}
      {!broken && <Checks view={view} now={props.now} recheck={props.recheck} />}
      {!broken && <Facts view={view} headless={desktop === undefined} />}
      <Foot face={face} view={view} now={props.now} drain={drain} quit={desktop?.quit} />
    </main>
  )
}

// That nobody answers is known now, however old the numbers below have grown.
function isFromOldAnswer({ staleMs, situation: { kind } }: View): boolean {
  return (
    staleMs !== undefined && !['unreachable', 'starting', 'port-busy', 'failed', 'stopped'].includes(kind)
  )
}
