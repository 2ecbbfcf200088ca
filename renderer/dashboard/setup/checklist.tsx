import { t } from '../../language/t.ts'
import type { ConnectSwitch } from '../../status/connection/use-connection.ts'
import { Button } from '../../ui/button.tsx'
import { Command } from '../../ui/command.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import styles from './checklist.module.css'
import type { SetupStep } from './to-setup-steps.ts'
import type { Setup } from './use-setup.ts'

interface ChecklistProps extends Setup {
  /** Content below the connect step while it is not done. */
  atConnect: 'button' | 'nothing'
}

/** Setup steps: completed ones, and instructions for the others. */
export function Checklist({ steps, connect, latestId, atConnect }: ChecklistProps) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step.name} className={styles.step} data-done={step.isDone}>
          <Icon name={step.isDone ? 'check' : 'dot'} />
          <div className={styles.text}>
            <p>
              <span className="visually-hidden">{step.isDone ? t('Done: ') : t('To do: ')}</span>
              {step.label}
            </p>
            <Todo step={step} />
            {step.name === 'connect' && !step.isDone && connect && atConnect === 'button' && (
              <ConnectNow connect={connect} />
            )}
            {step.name === 'traffic' && step.isDone && latestId !== undefined && (
              <a href={`#/activity/${latestId}`}>{t('Open the newest request')}</a>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Todo({ step: { note, command } }: { step: SetupStep }) {
  const copy = useCopy(command)
  return (
    <>
      {note !== undefined && <p className={styles.todo}>{note}</p>}
      {command !== undefined && <Command text={command} copy={copy} title={t('Copy the command')} />}
    </>
  )
}

/** The switch, if it can be used, and a link to the page that previews the change. */
function ConnectNow({ connect: { connection, sending, failure, set } }: { connect: ConnectSwitch }) {
  return (
    <div className={styles.actions}>
      {connection.state === 'direct' && (
        <Button kind="primary" disabled={sending || connection.releasing} onClick={() => set(true)}>
          {t('Connect Claude Code')}
        </Button>
      )}
      <a href="#/connect">{t('Review the change first')}</a>
      {failure && <p role="alert">{failure}</p>}
    </div>
  )
}
