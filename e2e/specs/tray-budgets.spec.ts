import type { BudgetStatus } from '../../shared/budgets.ts'
import { photograph } from './tray-camera.ts'
import { idle, running } from './tray-scenes.ts'
import { expect, type Scene, test } from './tray-stage.ts'

const budget = (change: Partial<BudgetStatus>): BudgetStatus => ({
  period: 'day',
  unit: 'usd',
  amount: 20,
  hard: false,
  id: JSON.stringify(change),
  spent: 6.4,
  endsAt: new Date(Date.now() + 5 * 3_600_000).toISOString(),
  isReached: false,
  isRefusing: false,
  unpriced: 0,
  ...change,
})

const scene = (): Scene => ({
  ...idle(),
  budgets: [
    budget({ model: 'opus', spent: 21.3, hard: true, isReached: true, isRefusing: true }),
    budget({ period: 'week', unit: 'tokens', amount: 5e7, spent: 4.3e7 }),
    budget({ period: 'month', amount: 200, spent: 64, unpriced: 3 }),
  ],
})

photograph([
  { name: 'budgets', scene, app: running(), shows: 'Requests are refused.' },
  {
    name: 'budgets-german',
    scene,
    app: { ...running(), language: 'de' },
    shows: 'Anfragen werden abgelehnt.',
  },
])

test('one click lifts a hard budget for today, and another makes it refuse again', async ({
  page,
  stage,
}) => {
  stage.scene = { ...idle(), budgets: [budget({ spent: 21, hard: true, isReached: true, isRefusing: true })] }
  await page.goto(stage.url)
  const budgets = page.getByRole('region', { name: 'Budgets' })
  await expect(budgets).toContainText('$21.00 of $20.00')
  await budgets.getByRole('button', { name: 'Lift for today' }).click()
  await expect(budgets).toContainText('Lifted for today.')
  await budgets.getByRole('button', { name: 'Refuse again' }).click()
  await expect(budgets).toContainText('Requests are refused.')
})

test('without a budget there is no section', async ({ page, stage }) => {
  stage.scene = idle()
  await page.goto(stage.url)
  await expect(page.getByRole('region', { name: 'Today' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Budgets' })).toHaveCount(0)
})
