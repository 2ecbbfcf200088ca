import type { RefObject } from 'react'
import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { formatAge } from '../ui/format.ts'
import { DashboardButton } from './dashboard-button.tsx'
import type { DrainFace } from '../glance/drain-face.ts'
import styles from './foot.module.css'
import { QuitButton } from './quit-button.tsx'
import type { View } from '../glance/to-view.ts'
import type { DrainActions } from '../glance/use-drain-actions.ts'
import type { DesktopActions, OpenDashboard } from './tray-window.tsx'
import { useQuestionFocus } from '../glance/use-question-focus.ts'

interface FootProps {
  face: DrainFace
  view: View
  now: number
  drain: DrainActions
  quit: DesktopActions['quit'] | undefined
  openDashboard: OpenDashboard | undefined
}

/** The actions. One line of text at the left, the buttons at the right, whatever the state. */
export function Foot({ face, view, now, drain, quit, openDashboard }: FootProps) {
  const asking = face.face === 'asking'
  const { opener, first: confirmButton } = useQuestionFocus(asking)
  return (
    <footer className={styles.foot}>
      <p className={styles.note}>{note(face, now)}</p>
      <div className={styles.buttons}>
        {asking ? (
          <>
            <Button title={t('Go on as before (Esc)')} onClick={drain.dismiss}>
              {t('Cancel')}
            </Button>
            <Button kind="primary" ref={confirmButton} title={t('Drain (Enter)')} onClick={drain.confirm}>
              {t('Drain')}
            </Button>
          </>
        ) : (
          <>
            <DrainButton face={face} onPress={drain.press} buttonRef={opener} />
            <DashboardButton label={t('Dashboard')} title={t('Open dashboard (O)')} open={openDashboard} />
            {quit && <QuitButton inFlight={view.inFlight} onQuit={quit} />}
          </>
        )}
      </div>
    </footer>
  )
}

interface DrainButtonProps {
  face: Exclude<DrainFace, { face: 'asking' }>
  onPress: () => void
  buttonRef: RefObject<HTMLButtonElement | null>
}

function DrainButton({ face, onPress, buttonRef }: DrainButtonProps) {
  switch (face.face) {
    case 'unavailable':
      return <Button disabled>{t('Drain')}</Button>
    case 'ready':
      return (
        <Button
          ref={buttonRef}
          disabled={face.sending}
          title={t('Let requests finish and hold new ones back (D)')}
          onClick={onPress}
        >
          {t('Drain')}
        </Button>
      )
    case 'draining':
    case 'drained': {
      if (!face.cancellable) return null
      return (
        <Button disabled={face.sending} title={t('Take new requests again (D)')} onClick={onPress}>
          {face.face === 'draining' ? t('Cancel') : t('Resume')}
        </Button>
      )
    }
  }
}

function note(face: DrainFace, now: number): string {
  switch (face.face) {
    case 'unavailable':
      return ''
    case 'ready':
      return face.failure ?? ''
    case 'asking':
      return question(face.inFlight)
    case 'draining':
      return face.failure ?? drainingNote(face, now)
    case 'drained':
      return face.failure ?? t('Drained ✓')
  }
}

function drainingNote({ left, deadlineAt }: Extract<DrainFace, { face: 'draining' }>, now: number): string {
  if (deadlineAt === undefined) return t('Draining, {{left}} left', { left })
  return t('Draining, {{left}} left, {{age}} at most', { left, age: formatAge(deadlineAt - now) })
}

function question(inFlight: number): string {
  if (inFlight === 0) return t('Nothing is in flight; new requests wait and retry.')
  return t('{{count}} requests will finish; new ones wait and retry.', { count: inFlight })
}
