import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import type { BudgetsResponse } from '../../shared/budgets.ts'
import { photographPage } from './dashboard-camera.ts'
import { COUNTS, expect, OPUS, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

test('a budget is set, shown where the cost is shown, refuses, and is lifted with one click', async ({
  page,
  fresh,
}) => {
  test.slow()
  const [body] = conversationBodies(OPUS)
  if (!body) throw new Error('there is no first turn')
  await fresh.send(body, textResponse(COUNTS))

  await visit(page, fresh, '/settings')
  const settings = page.getByRole('region', { name: 'Budgets' }).first()
  await settings.getByRole('button', { name: 'Add budget' }).click()
  await settings.getByLabel('Amount of budget 1').fill('nothing')
  await expect(settings.getByRole('button', { name: 'Save' })).toBeDisabled()
  await settings.getByLabel('Amount of budget 1').fill('0.01')
  await settings.getByLabel('Budget 1 refuses requests once it is used up').check()
  await settings.getByRole('button', { name: 'Add budget' }).click()
  await settings.getByLabel('Amount of budget 2').fill('1000000')
  await settings.getByLabel('Unit of budget 2').selectOption('tokens')
  await settings.getByLabel('Period of budget 2').selectOption('month')
  await settings.getByLabel('Model of budget 2').fill('opus')
  await photographPage(page, 'budget-settings')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByRole('button', { name: 'Save' })).toBeDisabled()
  const read = async () => (await (await fetch(`${fresh.url}/api/budgets`)).json()) as BudgetsResponse
  await expect
    .poll(async () => (await read()).budgets.map(({ id, isRefusing }) => [id, isRefusing]))
    .toEqual([
      ['day/usd/', true],
      ['month/tokens/opus', false],
    ])

  for (const [path, name] of [
    ['/', 'overview'],
    ['/usage', 'usage'],
  ] as const) {
    await visit(page, fresh, path)
    const budgets = page.getByRole('region', { name: 'Budgets' })
    await expect(budgets).toContainText(/\$0\.0\d of \$0\.01/)
    await expect(budgets).toContainText('Requests are refused.')
    await photographPage(page, `budgets-${name}`)
  }
  const budgets = page.getByRole('region', { name: 'Budgets' })
  await budgets.getByRole('button', { name: 'Lift for today' }).click()
  await expect(budgets).toContainText('Lifted for today.')
  expect((await read()).budgets[0]).toMatchObject({ isReached: true, isRefusing: false })
})
