import type { ReactNode } from 'react'
import { t } from '../language/t.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Mark } from '../ui/mark.tsx'
import styles from './status-head.module.css'
import type { Copy } from '../ui/use-copy.ts'
import type { ShownVerdict } from '../status/read-verdict.ts'
import { formatMoment } from '../ui/format.ts'
import { Problems } from '../status/problems.tsx'

interface StatusHeadProps {
  verdict: ShownVerdict
  now: number
  baseUrl: string | undefined
  copy: Copy
  /** Actions for the state, below the sentence. */
  children: ReactNode
}

/** State: icon, word, sentence, and the base URL for Claude Code. */
export function StatusHead({ verdict, now, baseUrl, copy, children }: StatusHeadProps) {
  const { mark, word, reason, others, ageMs } = verdict
  return (
    <header className={styles.head} data-stale={ageMs !== undefined}>
      <h1 className="visually-hidden">Signalbox</h1>
      {/* The only live region: counts and ages change every second and would be announced constantly. */}
      <output className={styles.status}>
        <span className={styles.state}>
          <Mark state={mark} />
          <span className={styles.word}>{word}</span>
        </span>
        <span className={styles.sentence}>{reason.sentence}</span>
      </output>
      {ageMs !== undefined && (
        <p className={styles.seen}>{t('Updated {{moment}}.', { moment: formatMoment(now - ageMs, now) })}</p>
      )}
      {baseUrl && (
        <div className={styles.address}>
          <CopyButton
            state={copy.state}
            onCopy={copy.copy}
            title={t('Copy {{address}} (C)', { address: baseUrl })}
          >
            <span className={styles.host}>{new URL(baseUrl).host}</span>
          </CopyButton>
        </div>
      )}
      {children}
      <Problems problems={others} />
    </header>
  )
}
