import { Fragment } from 'react'
import type { Advice } from './advise.ts'
import styles from './check-detail.module.css'
import type { Detail } from './check-line.ts'
import { Remedy } from './remedy.tsx'

interface CheckDetailProps {
  advice: Advice | undefined
  details: readonly Detail[]
}

/** What to do first, then the facts. */
export function CheckDetail({ advice, details }: CheckDetailProps) {
  return (
    <div className={styles.detail}>
      {advice && <p>{advice.sentence}</p>}
      {advice?.command && <Remedy command={advice.command} />}
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

/** A path too long for its line breaks after a separator, not inside a name. */
function breakable(path: string) {
  return path.split(/(?<=[/\\])/).map((part, index) => (
    // The parts of one text never change places.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ))
}
