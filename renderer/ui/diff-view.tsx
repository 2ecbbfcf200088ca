import { useMemo, useState } from 'react'
import { t } from '../language/t.ts'
import { Button } from './button.tsx'
import styles from './diff-view.module.css'
import { type DiffLine, toDiffLines } from './to-diff-lines.ts'

interface DiffViewProps {
  before: string
  after: string
  /** Name of the compared content, for screen readers. */
  label: string
}

const FIRST_LINES = 60
const SIGNS = { same: ' ', added: '+', removed: '−', gap: '' } as const

/** A unified line diff of two texts. Marks changes with signs, not only colours. */
export function DiffView({ before, after, label }: DiffViewProps) {
  const [open, setOpen] = useState(false)
  const lines = useMemo(() => toDiffLines(before, after), [before, after])
  const shown = open ? lines : lines.slice(0, FIRST_LINES)
  return (
    <div className={styles.frame}>
      <ol className={styles.diff} aria-label={label}>
        {shown.map((line, index) => (
          // The order of a diff's lines is fixed.
          // oxlint-disable-next-line react/no-array-index-key
          <Line key={index} line={line} />
        ))}
      </ol>
      {shown.length < lines.length && (
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('Show all {{count}} lines', { count: lines.length })}
        </Button>
      )}
    </div>
  )
}

function Line({ line: { kind, text } }: { line: DiffLine }) {
  return (
    <li className={styles[kind]}>
      <span className={styles.sign} aria-hidden="true">
        {SIGNS[kind]}
      </span>
      <span className="visually-hidden">{nameOf(kind)}</span>
      <span className={styles.text} dir="auto">
        {text}
      </span>
    </li>
  )
}

function nameOf(kind: DiffLine['kind']): string {
  switch (kind) {
    case 'added':
      return t('added: ')
    case 'removed':
      return t('removed: ')
    case 'same':
    case 'gap':
      return ''
  }
}
