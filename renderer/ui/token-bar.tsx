import { t } from '../language/t.ts'
import { formatShare, formatShort } from './format-number.ts'
import styles from './token-bar.module.css'

interface TokenBarProps {
  tokens: { input: number; cache: number; output: number }
}

const KINDS = ['cache', 'input', 'output'] as const

/**
 * Tokens by kind, in the same colours everywhere, with a legend below. Shares are of the input, to match "Input from
 * the cache" elsewhere.
 */
export function TokenBar({ tokens }: TokenBarProps) {
  const input = tokens.input + tokens.cache
  const all = input + tokens.output
  return (
    <div className={styles.frame}>
      <div className={styles.bar} aria-hidden="true">
        {KINDS.map((key) => (
          <span
            key={key}
            className={styles.part}
            data-kind={key}
            style={{ '--share': all === 0 ? 0 : tokens[key] / all }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {KINDS.map((key) => (
          <li key={key} className={styles.item}>
            <span className={styles.swatch} data-kind={key} aria-hidden="true" />
            {labelOf(key)} <strong>{formatShort(tokens[key])}</strong>
            {key !== 'output' && input > 0 && (
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
