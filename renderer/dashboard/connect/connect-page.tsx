import { t } from '../../language/t.ts'
import { Failure } from '../../ui/failure.tsx'
import { Page } from '../../ui/page.tsx'
import { SetupBesideSwitch } from '../setup/setup-panel.tsx'
import styles from './connect-page.module.css'
import { DoctorPanel } from './doctor-panel.tsx'
import { FidelityPanel } from './fidelity-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { SwitchPanel } from './switch-panel.tsx'
import { useConnection, useConnectSwitch } from './use-connect.ts'

/** Connection of Claude Code to Signalbox: the switch, and all settings that affect it. */
export function ConnectPage() {
  const { data, error, refetch } = useConnection()
  const change = useConnectSwitch()
  return (
    <Page title={t('Connect')}>
      {error && (
        <Failure
          title={t('The connection cannot be read now.')}
          detail={error.message}
          retry={() => void refetch()}
        />
      )}
      <div className={styles.grid} data-stale={error !== null}>
        {data && (
          <>
            <div className={styles.column}>
              <SwitchPanel connection={data} change={change} />
              <SessionsPanel connection={data} />
            </div>
            <div className={styles.column}>
              <SetupBesideSwitch />
              <FidelityPanel connection={data} change={change} />
            </div>
          </>
        )}
        <div className={styles.whole}>
          <DoctorPanel change={change} />
        </div>
      </div>
    </Page>
  )
}
