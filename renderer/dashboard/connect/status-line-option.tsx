import type { Connection } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'
import { Switch } from '../../ui/switch.tsx'
import { StatusLineForm } from './status-line-form.tsx'
import styles from './switch-panel.module.css'

interface StatusLineOptionProps {
  connection: Connection
  on: boolean
  onChange: (on: boolean) => void
  disabled: boolean
}

/** Signalbox's line in Claude Code's status line, and what it shows. */
export function StatusLineOption({ connection, on, onChange, disabled }: StatusLineOptionProps) {
  const { statusLineFound, releasing } = connection
  return (
    <>
      <div className={styles.option}>
        <div>
          <p>{t('Status line')}</p>
          <p className={styles.note}>
            {t(
              'Shows the model, context, cache, cost and limit below Claude Code’s prompt. Claude Code hides most of its keyboard hints then.',
            )}{' '}
            {statusLineFound === 'command' &&
              t('Your own status line stays. Signalbox adds a line below it.')}
            {statusLineFound === 'other' &&
              t('Your settings have a status line that Signalbox can’t add to. It stays as it is.')}
          </p>
        </div>
        <Switch
          label={t('Show Signalbox in Claude Code’s status line')}
          on={on}
          disabled={disabled || releasing || statusLineFound === 'other'}
          title={on ? t('Don’t write the status line command') : t('Write the status line command')}
          onChange={onChange}
        />
      </div>
      {on && <StatusLineForm />}
    </>
  )
}
