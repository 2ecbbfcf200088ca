import type { IncomingMessage } from 'node:http'
import type { AppError } from '../../shared/errors.ts'
import { scanProject } from '../base/anthropic/read-project.ts'
import { isLocalOrigin } from '../base/local-origin.ts'
import { joinBaseUrl } from '../providers/join-base-url.ts'
import { PROVIDER_TYPES } from '../providers/provider-types.ts'
import { type Environment, providerAddress } from '../providers/resolve-provider.ts'
import { headerValue } from './headers.ts'
import type { RouteAttempt } from './route/choose-route.ts'
import type { InTurns } from './route/route-request.ts'
import type { RoutedProvider } from './route/routing-config.ts'

/** A request as a budget judges it. */
export interface BudgetedRequest {
  /** The model that would run. */
  model: string | undefined
  /** True if it would run on a server of the user's. */
  isLocal: () => boolean
  /** Claude Code's session. */
  session: string | undefined
  /** Working directory that the request names, if `asksProject`. */
  project: string | undefined
  /** True for a sub-agent of the session. */
  isAgent: boolean
}

/** The hard budgets that are used up. */
export interface BudgetGuard {
  /** True if one of them is of a project. */
  asksProject: boolean
  /** The error of the budget that refuses a request. */
  refusal: (request: BudgetedRequest) => AppError | undefined
}

export interface BudgetDeps {
  /** Undefined while no budget refuses anything. */
  budgetGuard: () => BudgetGuard | undefined
  /** The upstream for requests with the client's own credentials. */
  upstream: URL
  env: Environment
}

/**
 * The attempts that the user's budgets allow. The first one decides whether the request is refused; a fallback beyond a
 * budget is left out, so a free local model keeps running but nothing is spent if it fails.
 *
 * @param options.model the model that the client requests
 * @param options.json the decoded body
 * @throws AppError `budget_reached`
 */
export async function withinBudget(
  attempts: readonly RouteAttempt[],
  options: { req: IncomingMessage; model: string | undefined; json: Buffer; inTurns: InTurns },
  deps: BudgetDeps,
): Promise<readonly RouteAttempt[]> {
  const guard = deps.budgetGuard()
  if (guard === undefined) return attempts
  const { req, model, json, inTurns } = options
  const project = guard.asksProject ? await inTurns(scanProject(json)) : undefined
  const request = { ...sourceOf(req), project }
  const refusals = attempts.map((attempt) =>
    guard.refusal({
      ...request,
      model: attempt.model ?? model,
      isLocal: () => isLocalProvider(attempt.target, deps),
    }),
  )
  const [first] = refusals
  if (first !== undefined) throw first
  return attempts.filter((_, index) => refusals[index] === undefined)
}

/**
 * For a request in OpenAI's format, which names no project.
 *
 * @throws AppError `budget_reached`
 */
export function refuseOverBudget(
  target: RoutedProvider,
  { req, model }: { req: IncomingMessage; model: string | undefined },
  deps: BudgetDeps,
): void {
  const isLocal = () => isLocalProvider(target, deps)
  const refusal = deps.budgetGuard()?.refusal({ ...sourceOf(req), model, isLocal, project: undefined })
  if (refusal !== undefined) throw refusal
}

function sourceOf({ rawHeaders }: IncomingMessage): Pick<BudgetedRequest, 'session' | 'isAgent'> {
  return {
    session: headerValue(rawHeaders, 'x-claude-code-session-id'),
    isAgent: headerValue(rawHeaders, 'x-claude-code-agent-id') !== undefined,
  }
}

/** As `servedBy` will judge it. A gateway on this machine passes requests of the built-in provider on to Anthropic. */
function isLocalProvider({ config, type }: RoutedProvider, { upstream, env }: BudgetDeps): boolean {
  if (config.name === 'anthropic') return false
  const address = type === 'anthropic' ? (config.apiBaseUrl ?? upstream.href) : providerAddress(config, env)
  const base = address === undefined ? undefined : joinBaseUrl(address, PROVIDER_TYPES[type].version)
  const origin = base === undefined ? undefined : URL.parse(base)?.origin
  return origin !== undefined && isLocalOrigin(origin)
}
