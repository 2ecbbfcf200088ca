import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import styles from './undo-bar.module.css'

interface UndoBarProps {
  /** The action that can be undone, as a sentence. The space stays reserved when undefined. */
  done: string | undefined
  onUndo: () => void
}

/** Reports a deletion and offers to undo it. */
export function UndoBar({ done, onUndo }: UndoBarProps) {
  useKeys({ z: done === undefined ? undefined : onUndo })
  return (
    <div className={styles.bar}>
      <output>{done}</output>
      {done !== undefined && (
        <Button kind="quiet" title={t('Undo (Z)')} onClick={onUndo}>
          {t('Undo')}
        </Button>
      )}
    </div>
  )
}
