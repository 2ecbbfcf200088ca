import { useMemo, useState } from 'react'
import { t } from '../language/t.ts'
import { Button } from './button.tsx'
import { DiffLines } from './diff-lines.tsx'
import styles from './diff-view.module.css'
import { toDiffLines } from './to-diff-lines.ts'

interface DiffViewProps {
  before: string
  after: string
  /** Name of the compared content, for screen readers. */
  label: string
}

const FIRST_LINES = 60

/** A unified line diff of two texts. */
export function DiffView({ before, after, label }: DiffViewProps) {
  const [open, setOpen] = useState(false)
  const lines = useMemo(() => toDiffLines(before, after), [before, after])
  const shown = open ? lines : lines.slice(0, FIRST_LINES)
  return (
    <div className={styles.frame}>
      <DiffLines lines={shown} label={label} />
      {shown.length < lines.length && (
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('Show all {{count}} lines', { count: lines.length })}
        </Button>
      )}
    </div>
  )
}
