import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/failure.tsx'
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
            'One file for whoever helps you: versions, health, the doctor’s report, settings and the last lines of the log. Without requests, keys and tokens; your home folder is ~.',
          )}
        </p>
        <Button kind={data ? 'plain' : 'primary'} disabled={isPending} onClick={prepare}>
          {isPending ? t('Preparing…') : data ? t('Prepare again') : t('Prepare')}
        </Button>
      </div>
      {error && (
        <Failure title={t('The diagnostics cannot be made now.')} detail={error.message} retry={prepare} />
      )}
      {data && <DiagnosticsBundle diagnostics={data} />}
      <SelfTestPart />
    </Panel>
  )
}
