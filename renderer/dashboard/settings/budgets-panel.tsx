import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Budget, BudgetsResponse } from '../../../shared/budgets.ts'
import { t } from '../../language/t.ts'
import { useStoreBudgets } from '../../status/budgets/use-budgets.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { sayError } from '../data/say-error.ts'
import { useProjects } from '../data/use-usage.ts'
import { useDeps } from '../deps.ts'
import { Form } from '../form/form.tsx'
import { Sentences } from '../form/sentences.tsx'
import { BudgetRows } from './budget-rows.tsx'
import { type BudgetDraft, NEW_BUDGET, toBudgetDraft, toBudgets } from './to-budgets.ts'

/** Settings of the budgets. */
export function BudgetsPanel({ response }: { response: BudgetsResponse }) {
  const { api } = useDeps()
  const onSuccess = useStoreBudgets()
  const save = useMutation({
    mutationFn: (budgets: Budget[]) => api.send('PUT', '/api/budgets', BudgetsResponse, { budgets }),
    networkMode: 'always',
    onSuccess,
  })
  const saved = response.budgets.map(toBudgetDraft)
  const [rows, setRows] = useState<readonly BudgetDraft[]>(saved)
  const { budgets, problem } = toBudgets(rows)
  const projects = useProjects()
  const isChanged = JSON.stringify(rows) !== JSON.stringify(saved)
  return (
    <Panel title={t('Budgets')} note={t('Notifications at 50, 80 and 100 %')}>
      <Form
        label={t('Budgets')}
        onSubmit={() => budgets && save.mutate(budgets)}
        actions={
          <>
            <Button disabled={rows.length >= MAX_BUDGETS} onClick={() => setRows([...rows, NEW_BUDGET])}>
              {t('Add budget')}
            </Button>
            <Button
              kind={isChanged && budgets ? 'primary' : 'plain'}
              type="submit"
              disabled={!isChanged || !budgets || save.isPending}
            >
              {t('Save')}
            </Button>
          </>
        }
      >
        {rows.length === 0 ? (
          <p>{t('No budgets. Add one to be notified as it is used, or to refuse requests beyond it.')}</p>
        ) : (
          <BudgetRows rows={rows} projects={projects} onChange={setRows} />
        )}
        <p>
          {t(
            'Money is estimated with the price table. A budget that refuses requests says so in Claude Code; running ones finish. You can lift it for today.',
          )}
        </p>
        <Sentences
          label={t('Not saved')}
          tone="error"
          sentences={problem === undefined ? sayError(save.error) : [problem]}
        />
      </Form>
    </Panel>
  )
}

const MAX_BUDGETS = 20
