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
        <span>{t('Looked back to {{time}}.', { time: formatExact(Date.parse(searchedTo)) })}</span>
      )}
      {state === 'going' && <Button onClick={stop}>{t('Stop')}</Button>}
      {state === 'stopped' && <Button onClick={goOn}>{t('Go on')}</Button>}
    </div>
  )
}

const SAID: Readonly<Record<RowScan['state'], () => string>> = {
  going: () => t('Searching…'),
  resting: () => t('Further down, it searches on.'),
  stopped: () => t('The search was stopped.'),
  failed: () => t('The search broke off.'),
  done: () => t('Everything was looked through.'),
}
