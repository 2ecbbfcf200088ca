import type { CostsResponse } from '../../../shared/costs.ts'
import { t } from '../../language/t.ts'
import { Figure } from '../../ui/figure.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { TokenBar } from '../../ui/token-bar.tsx'
import type { UsageSum } from '../data/sum-models.ts'
import styles from './usage-figures.module.css'

const UNKNOWN = '–'

/** Totals of the range in four numbers. */
export function UsageFigures({ sum, costs }: { sum: UsageSum; costs: CostsResponse | undefined }) {
  const known = costs !== undefined
  return (
    <div className={styles.figures}>
      <div className={styles.row}>
        <Figure label={t('Requests')} value={known ? formatCount(sum.requests) : UNKNOWN} />
        <Figure
          label={t('Tokens')}
          value={known ? formatShort(sum.tokens) : UNKNOWN}
          about={t('{{count, number}} in total', { count: sum.tokens })}
        />
        <Figure
          label={t('Input from cache')}
          value={sum.cacheShare === undefined ? UNKNOWN : formatShare(sum.cacheShare)}
        />
        <Figure label={t('Estimated cost')} value={costs ? formatEstimate(costs.estimate) : UNKNOWN} />
      </div>
      <TokenBar tokens={known ? sum : undefined} />
    </div>
  )
}
