import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { SetupBesideSwitch } from '../setup/setup-panel.tsx'
import styles from './connect-page.module.css'
import { DoctorPanel } from './doctor-panel.tsx'
import { FidelityPanel } from './fidelity-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { SwitchPanel } from './switch-panel.tsx'
import { useConnection, useConnectSwitch } from './use-connect.ts'

/** Connection of Claude Code to Signalbox: the switch, and all settings that affect it. */
export function ConnectPage() {
  const connection = useConnection()
  const { data, error } = connection
  const change = useConnectSwitch()
  return (
    <Page title={t('Connect')}>
      <ReadFailure title={t('Couldn’t load the connection.')} queries={[connection]} />
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
