import { t } from '../language/t.ts'
import { Command } from '../ui/command.tsx'
import { useCopy } from '../ui/use-copy.ts'
import styles from './connect-hint.module.css'
import { useHotkeys } from '../status/use-hotkeys.ts'

/** Shows the connect command in place of the list of requests. */
export function ConnectHint({ command }: { command: string }) {
  const copy = useCopy(command)
  useHotkeys({ m: copy.copy })
  return (
    <div className={styles.hint}>
      <p>{t('Run this, then start Claude Code in that terminal:')}</p>
      <Command text={command} copy={copy} title={t('Copy the command ({{key}})', { key: 'M' })} />
    </div>
  )
}
