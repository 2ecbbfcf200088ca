import { t } from '../language/t.ts'
import styles from './diff-lines.module.css'
import type { DiffLine } from './to-diff-lines.ts'

const SIGNS = { same: ' ', added: '+', removed: '−', gap: '' } as const

interface DiffLinesProps {
  lines: readonly DiffLine[]
  /** Name of the compared content, for screen readers. */
  label: string
}

/** Lines of a comparison. Marks changes with signs, not only colours. */
export function DiffLines({ lines, label }: DiffLinesProps) {
  return (
    <ol className={styles.diff} aria-label={label}>
      {lines.map((line, index) => (
        // The order of a diff's lines is fixed.
        // oxlint-disable-next-line react/no-array-index-key
        <Line key={index} line={line} />
      ))}
    </ol>
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
