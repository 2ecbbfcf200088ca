import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { SetupPanel } from '../setup/setup-panel.tsx'
import { useSetupOffer } from '../setup/use-setup.ts'
import { ErrorsPanel } from './errors-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { NowPanel } from './now-panel.tsx'
import styles from './overview-page.module.css'
import { TodayPanel } from './today-panel.tsx'
import { TrayTipsPanel } from './tray-tips-panel.tsx'

/** The glance: what is, what today was, how far the limits are, what went wrong, and what is still to set up. */
export function OverviewPage() {
  const offer = useSetupOffer()
  return (
    <Page title={t('Overview')}>
      <div className={styles.grid}>
        <SetupPanel offer={offer} />
        <TrayTipsPanel />
        <NowPanel isSettingUp={offer.isShown && !offer.isDone} />
        <TodayPanel />
        <LimitsPanel />
        <ErrorsPanel />
      </div>
    </Page>
  )
}
