import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { AboutPanel } from './about-panel.tsx'
import { DiagnosticsPanel } from './diagnostics-panel.tsx'
import { LanguagePanel } from './language-panel.tsx'
import { PricesPanel } from './prices-panel.tsx'
import { ShutdownPanel } from './shutdown-panel.tsx'
import { StoragePanel } from './storage-panel.tsx'
import { usePrices, useStorage } from './use-settings.ts'

/** Settings: log storage, prices, language, diagnostics, shutdown and version. */
export function SettingsPage() {
  const storage = useStorage()
  const prices = usePrices()
  return (
    <Page title={t('Settings')}>
      <ReadFailure title={t('Couldn’t load the settings.')} queries={[storage, prices]} />
      {/* Resets the form if the settings were changed elsewhere. */}
      {storage.data && <StoragePanel key={JSON.stringify(storage.data.settings)} status={storage.data} />}
      {prices.data && <PricesPanel key={JSON.stringify(prices.data)} table={prices.data} />}
      <LanguagePanel />
      <DiagnosticsPanel />
      <ShutdownPanel />
      <AboutPanel />
    </Page>
  )
}
