import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { BudgetsPanel } from '../budgets/budgets-panel.tsx'
import { SetupPanel } from '../setup/setup-panel.tsx'
import { useSetupOffer } from '../setup/use-setup.ts'
import { ErrorsPanel } from './errors-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { NowPanel } from './now-panel.tsx'
import styles from './overview-page.module.css'
import { SessionsPanel } from './sessions-panel.tsx'
import { TranscriptPanel } from '../transcripts/transcript-panel.tsx'
import { TodayPanel } from './today-panel.tsx'
import { TrayTipsPanel } from './tray-tips-panel.tsx'

/** Overview: state, today's usage, limits, budgets, recent errors and remaining setup steps. */
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
        <BudgetsPanel />
        <ErrorsPanel />
        <SessionsPanel />
        <TranscriptPanel isOffer />
      </div>
    </Page>
  )
}
