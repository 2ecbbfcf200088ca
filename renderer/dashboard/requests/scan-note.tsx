import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatExact } from '../../ui/format.ts'
import styles from './requests-page.module.css'
import type { RowScan } from './row-source.ts'

/** Progress of a search, with buttons to stop and continue it. */
export function ScanNote({ scan: { state, searchedTo, stop, goOn } }: { scan: RowScan }) {
  return (
    <div className={styles.scan}>
      {/* The time changes every second, so screen readers do not announce it. */}
      <output>{SAID[state]()}</output>
      {searchedTo !== undefined && state !== 'done' && (
        <span>{t('Searched back to {{time}}.', { time: formatExact(Date.parse(searchedTo)) })}</span>
      )}
      {state === 'going' && <Button onClick={stop}>{t('Stop')}</Button>}
      {state === 'stopped' && <Button onClick={goOn}>{t('Continue')}</Button>}
    </div>
  )
}

const SAID: Readonly<Record<RowScan['state'], () => string>> = {
  going: () => t('Searching…'),
  resting: () => t('Scroll down to continue the search.'),
  stopped: () => t('Search stopped.'),
  failed: () => t('Search failed.'),
  done: () => t('Searched all requests.'),
}
