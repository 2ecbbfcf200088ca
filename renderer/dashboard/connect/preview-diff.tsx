import type { Connection, PreviewLine } from '../../../shared/connection.ts'
import styles from './preview-diff.module.css'

const SIGNS = { same: ' ', added: '+', removed: '−' } as const
const NAMES = { same: '', added: 'added: ', removed: 'removed: ' } as const
const FILES = {
  changed: 'changes exactly this in',
  created: 'makes this new file,',
  removed: 'removes this file,',
} as const

interface PreviewDiffProps {
  connection: Connection
  /** Tool search as it was chosen here, where the server's preview does not know it yet. */
  extra: boolean | undefined
}

/** To the letter what the other position of the switch does to the settings file. */
export function PreviewDiff({
  connection: { preview, settingsPath, settingsTarget },
  extra,
}: PreviewDiffProps) {
  if (preview === null) {
    return <p className={styles.note}>What the switch would change in {settingsPath} cannot be told now.</p>
  }
  const verb = preview.action === 'connect' ? 'Connecting' : 'Disconnecting'
  return (
    <div className={styles.preview}>
      <p className={styles.note}>
        {preview.lines.length === 0 ? `${verb} changes nothing in ` : `${verb} ${FILES[preview.file]} `}
        <code className={styles.path}>{settingsTarget ?? preview.path}</code>
      </p>
      {preview.lines.length > 0 && (
        <ol className={styles.lines} aria-label={`${verb} changes`}>
          {preview.lines.map((line) => (
            <Line key={`${line.kind} ${line.number}`} line={line} />
          ))}
        </ol>
      )}
      {extra !== undefined && (
        <p className={styles.note}>
          {extra
            ? 'And beside it, by your choice above: ENABLE_TOOL_SEARCH=true.'
            : 'Without ENABLE_TOOL_SEARCH, by your choice above.'}
        </p>
      )}
    </div>
  )
}

function Line({ line: { kind, number, text } }: { line: PreviewLine }) {
  return (
    <li className={styles.line} data-kind={kind}>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <span className={styles.sign} aria-hidden="true">
        {SIGNS[kind]}
      </span>
      <span className="visually-hidden">{NAMES[kind]}</span>
      <span className={styles.text}>{text}</span>
    </li>
  )
}
