import { t } from '../../language/t.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import styles from './logs-page.module.css'

/** Path of the log file, for when Signalbox is not running. */
export function LogFile({ file }: { file: string | null }) {
  const copy = useCopy(file ?? undefined)
  return (
    <footer className={styles.file}>
      {file === null ? (
        <p>{t('No log file. The log is shown here and on stderr.')}</p>
      ) : (
        <>
          <p>{t('File')}</p>
          <code className={styles.path}>{file}</code>
          <CopyButton state={copy.state} onCopy={copy.copy} title={t('Copy the path')} />
        </>
      )}
    </footer>
  )
}
