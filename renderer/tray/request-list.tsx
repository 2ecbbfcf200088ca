import type { ReactNode } from 'react'
import { t } from '../language/t.ts'
import { formatAge } from '../ui/format.ts'
import styles from './request-list.module.css'
import type { View } from '../status/to-view.ts'
import { saySilence } from '../status/say-silence.ts'
import { useMost } from '../status/use-most.ts'

const LEAST_ROWS = 3

interface RequestListProps {
  view: View
  visible: boolean
  /** Shown in the reserved space while there are no requests. */
  children: ReactNode
}

/** The oldest requests in flight. Its space is reserved, and only grows while the window is visible. */
export function RequestList({ view, visible, children }: RequestListProps) {
  const { requests, more, staleMs } = view
  const rows = useMost(Math.max(LEAST_ROWS, requests.length + (more > 0 ? 1 : 0)), visible)
  return (
    <div className={styles.room} style={{ '--rows': rows }} data-stale={staleMs !== undefined}>
      {view.inFlight === 0 ? (
        <div className={styles.empty}>{children}</div>
      ) : (
        <ul className={styles.list}>
          {requests.map(({ id, name, fullName, phase, ageMs, silentMs }) => (
            <li key={id} className={styles.row}>
              <span className={styles.name} title={fullName}>
                {name}
              </span>
              <Phase phase={phase} silence={saySilence(silentMs)} />
              <span className={styles.age}>{formatAge(ageMs)}</span>
            </li>
          ))}
          {more > 0 && (
            <li className={styles.row}>
              <span className={styles.phase}>{t('+{{number}} more', { number: more })}</span>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

interface PhaseProps {
  phase: View['requests'][number]['phase']
  silence: string | undefined
}

function Phase({ phase, silence }: PhaseProps) {
  return (
    <span className={styles.phase} data-silent={silence !== undefined} title={silence && sayPhase(phase)}>
      {silence ?? sayPhase(phase)}
    </span>
  )
}

function sayPhase(phase: View['requests'][number]['phase']): string {
  switch (phase) {
    case 'receiving':
      return t('receiving')
    case 'connecting':
      return t('connecting')
    case 'waiting':
      return t('waiting')
    case 'streaming':
      return t('streaming')
  }
}
