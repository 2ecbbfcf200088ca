import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/failure.tsx'
import { sayError } from '../data/say-error.ts'
import { Panel } from '../../ui/panel.tsx'
import { DiagnosticsBundle } from './diagnostics-bundle.tsx'
import styles from './diagnostics-panel.module.css'
import { SelfTestPart } from './self-test-part.tsx'
import { useDiagnostics } from './use-diagnostics.ts'

/** Support bundle, shown before it is saved, and a self-test of access control. */
export function DiagnosticsPanel() {
  const { data, error, isPending, mutate } = useDiagnostics()
  const prepare = () => mutate()
  return (
    <Panel title={t('Diagnostics')} note={t('Stays on this computer until you send it')}>
      <div className={styles.offer}>
        <p>
          {t(
            'A support bundle: versions, health, the doctor report, settings and the last log lines. It contains no requests, keys or tokens, and your home folder appears as ~.',
          )}
        </p>
        <Button kind={data ? 'plain' : 'primary'} disabled={isPending} onClick={prepare}>
          {isPending ? t('Creating…') : data ? t('Create again') : t('Create bundle')}
        </Button>
      </div>
      {error && (
        <Failure
          title={t('Couldn’t create the diagnostics.')}
          detail={sayError(error).join(' ')}
          retry={prepare}
        />
      )}
      {data && <DiagnosticsBundle diagnostics={data} />}
      <SelfTestPart />
    </Panel>
  )
}
