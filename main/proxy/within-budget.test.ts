import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { coded } from '../../shared/language/say.ts'
import { runAtOnce } from '../base/work-in-parts.ts'
import type { RouteAttempt } from './route/choose-route.ts'
import { type BudgetedRequest, withinBudget } from './within-budget.ts'

const attempt = (provider: string, config: object = {}): RouteAttempt => ({
  provider,
  model: provider === 'anthropic' ? undefined : 'qwen3',
  reason: coded('routing.passthrough'),
  fallback: 0,
  target: {
    config: { name: provider, enabled: true, ...config },
    type: provider === 'anthropic' ? 'anthropic' : 'openai-compatible',
    credential: 'own',
    source: 'file',
  },
  parameters: {},
})

const HERE = attempt('here', { apiBaseUrl: 'http://127.0.0.1:8000' })
const LAN = attempt('lan', { apiBaseUrl: 'http://gpu.local:8000/v1' })
const AWAY = attempt('away', { apiBaseUrl: 'https://api.example.com' })
const NOWHERE = attempt('nowhere')
const ANTHROPIC = attempt('anthropic')

const req = { rawHeaders: ['X-Claude-Code-Session-Id', 's1'] } as unknown as IncomingMessage
const json = Buffer.from(
  JSON.stringify({ messages: [], system: '<env>\nWorking directory: /home/me/app\nIs directory' }),
)

/** Names of the allowed attempts under a budget that refuses everything that costs something. */
async function allowed(attempts: RouteAttempt[], asked: BudgetedRequest[] = []): Promise<string[]> {
  const guard = {
    asksProject: true,
    refusal(request: BudgetedRequest) {
      asked.push(request)
      return request.isLocal() ? undefined : new AppError('budget_reached')
    },
  }
  const rest = await withinBudget(
    attempts,
    { req, model: 'claude-opus-5', json, inTurns: async (work) => runAtOnce(work) },
    // A gateway on this machine, which passes requests on.
    { budgetGuard: () => guard, upstream: new URL('http://127.0.0.1:4000'), env: {} },
  )
  return rest.map(({ provider }) => provider)
}

it('allows servers of the user’s, and no fallback that costs something', async () => {
  expect(await allowed([HERE, ANTHROPIC, LAN, AWAY, NOWHERE])).toEqual(['here', 'lan'])
})

it.each([[ANTHROPIC], [AWAY], [NOWHERE]])(
  'refuses a request whose first target costs something',
  async (first) => {
    await expect(allowed([first, HERE])).rejects.toMatchObject({ code: 'budget_reached' })
  },
)

it('tells the guard the model that would run, the session and the project', async () => {
  const asked: BudgetedRequest[] = []
  await allowed([HERE], asked)
  expect(asked).toMatchObject([{ model: 'qwen3', session: 's1', project: '/home/me/app', isAgent: false }])
})
