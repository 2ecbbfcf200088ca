import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ShutdownDialog } from './shutdown-dialog.tsx'
import styles from './settings-page.module.css'
import { useQueryState } from '../url-state/use-query-state.ts'
import { useShutdown } from './use-shutdown.ts'

const ACTIONS = ['stop', 'restart'] as const

/** Stop and restart buttons, both with confirmation. */
export function ShutdownPanel() {
  // The palette leads here with the question.
  const [values, setValues] = useQueryState()
  const action = ACTIONS.find((name) => name === values['ask'])
  const setAction = (ask: (typeof ACTIONS)[number] | undefined) => setValues({ ask })
  const shutdown = useShutdown()
  const close = () => {
    setAction(undefined)
    // An action still in progress is shown again when the dialog reopens.
    if (shutdown.step === 'restarted' || shutdown.step === 'called-off') shutdown.reset()
  }
  return (
    <Panel title={t('Stop or restart')}>
      <p className={styles.note}>{t('Running requests finish first unless you interrupt them.')}</p>
      <div className={styles.actions}>
        <Button onClick={() => setAction('restart')}>{t('Restart…')}</Button>
        <Button onClick={() => setAction('stop')}>{t('Stop…')}</Button>
      </div>
      {action && <ShutdownDialog action={action} shutdown={shutdown} onClose={close} />}
    </Panel>
  )
}
