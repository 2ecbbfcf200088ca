import type { Connection, ConnectRequest } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'
import { Switch } from '../../ui/switch.tsx'
import styles from './switch-panel.module.css'

interface GatewayOptionProps {
  connection: Connection
  choice: NonNullable<ConnectRequest['gateway']>
  onChange: (choice: NonNullable<ConnectRequest['gateway']>) => void
  disabled: boolean
}

/** Choice for another address that Claude Code used before. Renders nothing without one. */
export function GatewayOption({
  connection: { gateway, releasing },
  choice,
  onChange,
  disabled,
}: GatewayOptionProps) {
  if (gateway === null) return null
  const isKept = choice === 'keep'
  return (
    <div className={styles.option}>
      <div>
        <p>{t('Gateway')}</p>
        <p className={styles.note}>
          {t(
            'Claude Code used {{gateway}}. Signalbox sends its requests and credentials on to that address; otherwise to Anthropic, if no credential belongs to that address.',
            { gateway },
          )}
        </p>
      </div>
      <Switch
        label={t('Keep the gateway as the upstream')}
        on={isKept}
        disabled={disabled || releasing}
        title={isKept ? t('Send requests to Anthropic') : t('Send requests to the gateway')}
        onChange={(on) => onChange(on ? 'keep' : 'replace')}
      />
    </div>
  )
}
