import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorsPanel } from './errors-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { NowPanel } from './now-panel.tsx'
import styles from './overview-page.module.css'
import { SetupPanel } from './setup-panel.tsx'
import { TodayPanel } from './today-panel.tsx'
import { TrayTipsPanel } from './tray-tips-panel.tsx'

/** The glance: what is, what today was, how far the limits are, what went wrong, and what is still to set up. */
export function OverviewPage() {
  return (
    <Page title={t('Overview')}>
      <div className={styles.grid}>
        <SetupPanel />
        <TrayTipsPanel />
        <NowPanel />
        <TodayPanel />
        <LimitsPanel />
        <ErrorsPanel />
      </div>
    </Page>
  )
}
