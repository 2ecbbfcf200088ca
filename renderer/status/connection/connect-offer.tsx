import { Button } from '../../ui/button.tsx'
import { t } from '../../language/t.ts'
import { isOn } from './connect-row.tsx'
import styles from './connect-offer.module.css'
import type { ConnectSwitch } from './use-connection.ts'

/** Connect button for a first run, in place of the list of requests. */
export function ConnectOffer({ connect: { connection, sending, set } }: { connect: ConnectSwitch }) {
  if (isOn(connection)) {
    return (
      <div className={styles.offer}>
        <p>{t('Claude Code is connected. Its first request appears here.')}</p>
      </div>
    )
  }
  return (
    <div className={styles.offer}>
      <p>{t('Changes one line in Claude Code’s settings. Disconnecting undoes it.')}</p>
      <Button kind="primary" disabled={sending} title={t('Connect Claude Code')} onClick={() => set(true)}>
        {t('Connect Claude Code')}
      </Button>
    </div>
  )
}
