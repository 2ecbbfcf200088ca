import { t } from '../language/t.ts'
import { formatShare, formatShort } from './format-number.ts'
import styles from './token-bar.module.css'

interface TokenBarProps {
  /** Undefined while not known. */
  tokens: { input: number; cache: number; output: number } | undefined
}

const KINDS = ['cache', 'input', 'output'] as const

/**
 * Tokens by kind, in the same colours everywhere, with a legend below. Shares are of the input, to match "Input from
 * the cache" elsewhere.
 */
export function TokenBar({ tokens }: TokenBarProps) {
  const { input: fresh, cache, output } = tokens ?? { input: 0, cache: 0, output: 0 }
  const input = fresh + cache
  const all = input + output
  return (
    <div className={styles.frame}>
      <div className={styles.bar} aria-hidden="true">
        {KINDS.map((key) => (
          <span
            key={key}
            className={styles.part}
            data-kind={key}
            style={{ '--share': tokens === undefined || all === 0 ? 0 : tokens[key] / all }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {KINDS.map((key) => (
          <li key={key} className={styles.item}>
            <span className={styles.swatch} data-kind={key} aria-hidden="true" />
            {labelOf(key)} <strong>{tokens === undefined ? '–' : formatShort(tokens[key])}</strong>
            {tokens !== undefined && key !== 'output' && input > 0 && (
              <span className={styles.share}>
                {t('{{share}} of input', { share: formatShare(tokens[key] / input) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function labelOf(kind: (typeof KINDS)[number]): string {
  switch (kind) {
    case 'cache':
      return t('Cache')
    case 'input':
      return t('Input')
    case 'output':
      return t('Output')
  }
}
