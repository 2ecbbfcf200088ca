import type { BudgetsResponse } from '../../shared/budgets.ts'
import type { Api } from '../api/api.ts'
import { t } from '../language/t.ts'
import { BudgetList } from '../status/budgets/budget-list.tsx'
import styles from './budgets.module.css'

/** The user's budgets; nothing without any. */
export function Budgets({
  api,
  response,
  now,
}: {
  api: Api
  response: BudgetsResponse | undefined
  now: number
}) {
  if (response === undefined || response.budgets.length === 0) return null
  return (
    <section className={styles.section} aria-label={t('Budgets')}>
      <h2 className={styles.title}>{t('Budgets')}</h2>
      <BudgetList api={api} response={response} now={now} />
    </section>
  )
}
