import { t } from '../../language/t.ts'
import { BudgetList } from '../../status/budgets/budget-list.tsx'
import { useBudgets } from '../../status/budgets/use-budgets.ts'
import { Panel } from '../../ui/panel.tsx'
import { useDeps } from '../deps.ts'
import { useServer } from '../server/use-server.ts'

/** Use of the budgets; nothing without any. */
export function BudgetsPanel() {
  const { api } = useDeps()
  const { now } = useServer()
  const { data } = useBudgets(api, true)
  if (data === undefined || data.budgets.length === 0) return null
  return (
    <Panel title={t('Budgets')} note={<a href="#/settings">{t('Settings')}</a>}>
      <BudgetList api={api} response={data} now={now} />
    </Panel>
  )
}
