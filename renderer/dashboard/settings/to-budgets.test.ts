import { expect, test } from 'vitest'
import { NEW_BUDGET, toBudgetDraft, toBudgets } from './to-budgets.ts'

test('reads what was entered, with a point or a comma, and keeps a lift', () => {
  const rows = [
    { ...NEW_BUDGET, amount: '4.50' },
    {
      ...NEW_BUDGET,
      amount: '4,5',
      period: 'week' as const,
      model: ' opus ',
      hard: true,
      liftedOn: '2026-12-01',
    },
    { ...NEW_BUDGET, amount: '1000000', unit: 'tokens' as const },
  ]
  expect(toBudgets(rows).budgets).toEqual([
    { period: 'day', unit: 'usd', amount: 4.5, hard: false },
    { period: 'week', unit: 'usd', amount: 4.5, hard: true, model: 'opus', liftedOn: '2026-12-01' },
    { period: 'day', unit: 'tokens', amount: 1_000_000, hard: false },
  ])
})

test.each(['', '0', '-1', 'much', '1e3', '1.5.5', '9999999999999'])('saves no amount of %j', (amount) => {
  expect(toBudgets([{ ...NEW_BUDGET, amount }])).toEqual({})
})

test('saves no part of a token, and no two budgets of the same', () => {
  expect(toBudgets([{ ...NEW_BUDGET, amount: '1.5', unit: 'tokens' }])).toEqual({})
  const row = { ...NEW_BUDGET, amount: '5' }
  expect(toBudgets([row, { ...row, amount: '7' }])).toEqual({
    problem: 'Two budgets limit the same. Remove one of them.',
  })
})

test('shows what it reads', () => {
  const [budget] = toBudgets([{ ...NEW_BUDGET, amount: '12.25', model: 'opus' }]).budgets ?? []
  if (!budget) throw new Error('the budget is valid')
  const status = { ...budget, id: '', spent: 0, endsAt: '', isReached: false, isRefusing: false, unpriced: 0 }
  expect(toBudgets([toBudgetDraft(status)]).budgets).toEqual([budget])
})
