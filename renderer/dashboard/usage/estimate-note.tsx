import type { CostsResponse } from '../../../shared/costs.ts'
import { formatDay } from '../../ui/format-time.ts'
import styles from './estimate-note.module.css'

/** Why a bill may say something else. */
export function EstimateNote({ costs }: { costs: CostsResponse }) {
  const { prices, assumptions, unpriced } = costs
  return (
    <details className={styles.note}>
      <summary className={styles.summary}>The costs are an estimate. Why a bill may differ</summary>
      <ul className={styles.list}>
        {assumptions.map((assumption) => (
          <li key={assumption}>{assumption}</li>
        ))}
        {unpriced.length > 0 && (
          <li>Not in the sum, because nobody has a price of them: {unpriced.join(', ')}.</li>
        )}
        <li>
          Prices of {formatDay(Date.parse(`${prices.date}T12:00:00`))} {prices.date.slice(0, 4)}, from{' '}
          {prices.source}.
        </li>
      </ul>
    </details>
  )
}
