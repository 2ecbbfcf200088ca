import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Checklist } from './checklist.tsx'
import styles from './setup-panel.module.css'
import { type SetupOffer, useSetup } from './use-setup.ts'

/** Remaining setup steps until Claude Code uses Signalbox. */
export function SetupPanel({ offer }: { offer: SetupOffer }) {
  const { isShown, isDone, putAway, ...setup } = offer
  if (!isShown) return null
  return (
    <div className={styles.whole}>
      <Panel
        title={t('Setup')}
        note={
          <span className={styles.progress}>
            {progressOf(setup.steps)}
            <Button kind="quiet" title={t('Don’t show this again')} onClick={putAway}>
              {isDone ? t('Close') : t('Skip')}
            </Button>
          </span>
        }
      >
        <Checklist {...setup} atConnect="button" />
      </Panel>
    </div>
  )
}

/** The same list beside the switch, always shown. */
export function SetupBesideSwitch() {
  const { steps, connect, latestId } = useSetup()
  return (
    <Panel title={t('Setup')} note={progressOf(steps)}>
      <Checklist {...{ steps, connect, latestId }} atConnect="nothing" />
    </Panel>
  )
}

function progressOf(steps: readonly { isDone: boolean }[]): string {
  const done = steps.filter(({ isDone }) => isDone).length
  return t('{{done}} of {{all}} done', { done, all: steps.length })
}
