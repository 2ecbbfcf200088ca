import type { RefObject } from 'react'
import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { DashboardButton } from './dashboard-button.tsx'
import type { DrainButtonState } from '../status/drain-button-state.ts'
import { DrainQuestion } from '../status/drain-question.tsx'
import { sayDrain } from '../status/say-drain.ts'
import styles from './footer.module.css'
import { QuitButton } from './quit-button.tsx'
import type { View } from '../status/to-view.ts'
import type { DrainActions } from '../status/use-drain-actions.ts'
import type { DesktopActions, OpenDashboard } from './tray-window-props.ts'
import { useQuestionFocus } from '../status/use-question-focus.ts'

interface FootProps {
  face: DrainButtonState
  view: View
  now: number
  drain: DrainActions
  quit: DesktopActions['quit'] | undefined
  openDashboard: OpenDashboard | undefined
}

/** Actions. A line of text on the left and the buttons on the right, in every state. */
export function Footer({ face, view, now, drain, quit, openDashboard }: FootProps) {
  const asking = face.face === 'asking'
  const { opener, first } = useQuestionFocus<HTMLDivElement>(asking, asking ? face.by : undefined)
  return (
    <footer className={styles.foot}>
      {asking ? (
        <DrainQuestion {...{ face, drain, now }} focus={first} />
      ) : (
        <>
          <p className={styles.note}>{sayDrain(face, now)}</p>
          <div className={styles.buttons}>
            <DrainButton face={face} onPress={drain.press} buttonRef={opener} />
            <DashboardButton label={t('Dashboard')} title={t('Open dashboard (O)')} open={openDashboard} />
            {quit && <QuitButton inFlight={view.inFlight} onQuit={quit} />}
          </div>
        </>
      )}
    </footer>
  )
}

interface DrainButtonProps {
  face: Exclude<DrainButtonState, { face: 'asking' }>
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
          title={t('Let running requests finish and hold new ones (D)')}
          onClick={onPress}
        >
          {t('Drain')}
        </Button>
      )
    case 'draining':
    case 'drained': {
      if (!face.cancellable) return null
      return (
        <Button disabled={face.sending} title={t('Accept new requests again (D)')} onClick={onPress}>
          {face.undoable ? t('Undo') : face.face === 'draining' ? t('Cancel') : t('Resume')}
        </Button>
      )
    }
  }
}
