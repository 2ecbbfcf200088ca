import { Fragment } from 'react'
import styles from './check-detail.module.css'
import type { CheckLine } from './check-line.ts'
import { Remedy } from './remedy.tsx'

/** The command that helps, followed by the facts. */
export function CheckDetail({ command, details }: Pick<CheckLine, 'command' | 'details'>) {
  return (
    <div className={styles.detail}>
      {command && <Remedy command={command} />}
      {details.length > 0 && (
        <dl className={styles.facts}>
          {details.map(({ label, texts, code }) => (
            <div key={label}>
              <dt className={styles.label}>{label}</dt>
              {texts.map((text) => (
                <dd key={text} className={code ? styles.code : styles.text}>
                  {code ? breakable(text) : text}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

/** Allows line breaks in a long path after separators only. */
function breakable(path: string) {
  return path.split(/(?<=[/\\])/).map((part, index) => (
    // The order of the parts is fixed.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ))
}
