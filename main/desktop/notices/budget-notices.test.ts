import { expect, test } from 'vitest'
import type { BudgetStatus } from '../../../shared/budgets.ts'
import { speak } from '../language/create-speech.ts'
import { budgetNotices } from './budget-notices.ts'
import type { ToldLimits } from './limit-notices.ts'

const budget = (spent: number, change: Partial<BudgetStatus> = {}): BudgetStatus => ({
  period: 'day',
  unit: 'usd',
  amount: 10,
  hard: false,
  id: 'day/usd/',
  spent,
  endsAt: '2026-12-02T00:00:00.000Z',
  isReached: spent >= 10,
  isRefusing: false,
  unpriced: 0,
  ...change,
})

function titles(...looks: BudgetStatus[]): string[] {
  let told: ToldLimits = {}
  return looks.flatMap((look) => {
    const result = budgetNotices([look], { told, speech: speak('en') })
    told = JSON.parse(JSON.stringify(result.told)) as ToldLimits
    return result.notices.map(({ title }) => title)
  })
}

test('tells of each step once a period, also over restarts', () => {
  const spent = [1, 4.99, 5, 7, 8, 9, 10, 30]
  expect(titles(...spent.map((one) => budget(one)))).toEqual([
    '50 % of a budget is used',
    '80 % of a budget is used',
    '100 % of a budget is used',
  ])
  const next = budget(6, { endsAt: '2026-12-03T00:00:00.000Z' })
  expect(titles(budget(12), next, next)).toEqual(['120 % of a budget is used', '60 % of a budget is used'])
})

test('says what is used, of what, and that requests are refused, in the language of the app', () => {
  const full = budget(12, { period: 'week', model: 'opus', isRefusing: true })
  const say = (language: 'en' | 'de') =>
    budgetNotices([full], { told: {}, speech: speak(language) }).notices.map(({ body }) => body)
  expect(say('en')).toEqual(['$12.00 of $10.00 this week. Only models named opus. Requests are refused now.'])
  expect(say('de')).toEqual([
    '$12,00 von $10,00 diese Woche. Nur Modelle namens opus. Anfragen werden jetzt abgelehnt.',
  ])
})
