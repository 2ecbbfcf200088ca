import type { CostsResponse } from '../../../shared/costs.ts'
import { sayMessage } from '../../language/say-message.ts'
import { locale, t } from '../../language/t.ts'
import styles from './estimate-note.module.css'

/** Reasons why a bill may differ from the estimate. */
export function EstimateNote({ costs }: { costs: CostsResponse }) {
  const { prices, caveats, unpricedModels } = costs
  const longDay = new Intl.DateTimeFormat(locale(), { dateStyle: 'full' })
  return (
    <details className={styles.note}>
      <summary className={styles.summary}>{t('Costs are estimates. Why your bill may differ')}</summary>
      <ul className={styles.list}>
        {caveats.map((caveat) => (
          <li key={caveat.code}>{sayMessage(caveat)}</li>
        ))}
        {unpricedModels.map(({ model, requests }) => (
          <li key={model}>
            {t('Not included: {{count}} requests of {{model}}, which has no known price.', {
              count: requests,
              model,
            })}
          </li>
        ))}
        <li>
          {t('Prices as of {{day}}. Source: {{source}}.', {
            day: longDay.format(Date.parse(`${prices.date}T12:00:00`)),
            source: prices.source,
          })}
        </li>
      </ul>
    </details>
  )
}
