import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { useBudgets } from '../../status/budgets/use-budgets.ts'
import { ReadFailure } from '../data/read-failure.tsx'
import { AboutPanel } from './about-panel.tsx'
import { BudgetsPanel } from './budgets-panel.tsx'
import { DiagnosticsPanel } from './diagnostics-panel.tsx'
import { EnvironmentPanel } from './environment-panel.tsx'
import { LanguagePanel } from './language-panel.tsx'
import { PricesPanel } from './prices-panel.tsx'
import { ShutdownPanel } from './shutdown-panel.tsx'
import { StoragePanel } from './storage-panel.tsx'
import { toBudgetDraft } from './to-budgets.ts'
import { useDeps } from '../deps.ts'
import { useEnvironment, usePrices, useStorage } from './use-settings.ts'

/** Settings: log storage, budgets, prices, language, environment, diagnostics, shutdown and version. */
export function SettingsPage() {
  const storage = useStorage()
  const prices = usePrices()
  const environment = useEnvironment()
  const { api } = useDeps()
  const budgets = useBudgets(api, true)
  return (
    <Page title={t('Settings')}>
      <ReadFailure
        title={t('Couldn’t load the settings.')}
        queries={[storage, prices, budgets, environment]}
      />
      {/* Resets the form if the settings were changed elsewhere. */}
      {storage.data && <StoragePanel key={JSON.stringify(storage.data.settings)} status={storage.data} />}
      {budgets.data && (
        <BudgetsPanel key={JSON.stringify(budgets.data.budgets.map(toBudgetDraft))} response={budgets.data} />
      )}
      {prices.data && <PricesPanel key={JSON.stringify(prices.data)} table={prices.data} />}
      <LanguagePanel />
      {environment.data && <EnvironmentPanel {...environment.data} />}
      <DiagnosticsPanel />
      <ShutdownPanel />
      <AboutPanel />
    </Page>
  )
}
