import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import styles from './undo-bar.module.css'

interface UndoBarProps {
  /** What was done, as a sentence. Its room is kept while there is nothing to take back. */
  done: string | undefined
  onUndo: () => void
}

/** Says what was deleted, and takes it back. */
export function UndoBar({ done, onUndo }: UndoBarProps) {
  useKeys({ z: done === undefined ? undefined : onUndo })
  return (
    <div className={styles.bar}>
      <output>{done}</output>
      {done !== undefined && (
        <Button kind="quiet" title={t('Take it back (Z)')} onClick={onUndo}>
          {t('Undo')}
        </Button>
      )}
    </div>
  )
}
