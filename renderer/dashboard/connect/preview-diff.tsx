import type { Connection, Preview, PreviewLine } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'
import styles from './preview-diff.module.css'

const SIGNS = { same: ' ', added: '+', removed: '−' } as const
const NAMES = { same: () => '', added: () => t('added: '), removed: () => t('removed: ') } as const

interface PreviewDiffProps {
  connection: Connection
  /** The tool search setting chosen here, if the server's preview does not include it yet. */
  extra: boolean | undefined
  /** The same for the status line. */
  extraLine: boolean | undefined
}

/** Exact change to the settings file that toggling the switch makes. */
export function PreviewDiff({
  connection: { preview, settingsPath, settingsTarget },
  extra,
  extraLine,
}: PreviewDiffProps) {
  if (preview === null) {
    return (
      <p className={styles.note}>
        {t('Couldn’t load the preview of the change to {{path}}.', { path: settingsPath })}
      </p>
    )
  }
  return (
    <div className={styles.preview}>
      <p className={styles.note}>
        {effectOf(preview)} <code className={styles.path}>{settingsTarget ?? preview.path}</code>
      </p>
      {preview.lines.length > 0 && (
        <ol
          className={styles.lines}
          aria-label={
            preview.action === 'connect' ? t('Changes when connecting') : t('Changes when disconnecting')
          }
        >
          {preview.lines.map((line) => (
            <Line key={`${line.kind} ${line.number}`} line={line} />
          ))}
        </ol>
      )}
      {extra !== undefined && (
        <p className={styles.note}>
          {extra
            ? t('Also written, as chosen above: ENABLE_TOOL_SEARCH=true.')
            : t('ENABLE_TOOL_SEARCH isn’t written, as chosen above.')}
        </p>
      )}
      {extraLine !== undefined && (
        <p className={styles.note}>
          {extraLine
            ? t('Also written, as chosen above: the command of the status line.')
            : t('The command of the status line isn’t written, as chosen above.')}
        </p>
      )}
    </div>
  )
}

/** Effect on the named file. */
function effectOf({ action, file, lines, repairs }: Preview): string {
  const connects = action === 'connect'
  if (repairs === true) return t('Removing comments and connecting makes these changes:')
  if (lines.length === 0)
    return connects ? t('Connecting changes nothing:') : t('Disconnecting changes nothing:')
  switch (file) {
    case 'changed':
      return connects ? t('Connecting makes this change:') : t('Disconnecting makes this change:')
    case 'created':
      return connects ? t('Connecting creates this file:') : t('Disconnecting creates this file:')
    case 'removed':
      return connects ? t('Connecting removes this file:') : t('Disconnecting removes this file:')
  }
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
      <span className="visually-hidden">{NAMES[kind]()}</span>
      <span className={styles.text}>{text}</span>
    </li>
  )
}
