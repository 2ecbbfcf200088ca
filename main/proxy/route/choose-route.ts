import { type Coded, coded } from '../../../shared/language/say.ts'
import type { RouteConfig } from '../../../shared/live-settings.ts'
import { memoizeLast } from '../../base/memoize-last.ts'
import { type Choice, type RouteRule, RULES } from './route-rules.ts'
import type { RoutedProvider, RoutingConfig } from './routing-config.ts'
import type { RouteFacts } from './route-facts.ts'

/** One attempt to get a response. */
export interface RouteAttempt {
  provider: string
  /** The model to request; undefined keeps the client's. */
  model: string | undefined
  /** Why this target was chosen. */
  reason: Coded
  /** Position among the fallbacks, from 1; 0 for the rule's own target. */
  fallback: number
  target: RoutedProvider
  /** Added if the request does not set them itself. */
  parameters: Readonly<Record<string, unknown>>
}

interface RouteStep {
  rule: RouteRule
  reason: Coded
}

export interface RouteDecision {
  rule: RouteRule
  /** In order; the next one is tried while nothing has reached the client. Empty if the request is refused. */
  attempts: readonly RouteAttempt[]
  refusal: { code: 'provider_unknown' | 'no_provider'; issues: readonly Coded[] } | undefined
  /** Every rule that was evaluated, the one that matched last, followed by its unavailable targets. */
  steps: readonly RouteStep[]
  /** A part of the system prompt that is addressed to us and removed before sending. */
  tag: string | undefined
}

/** Chooses where to send a Messages request, and explains why. Evaluates only the facts that the rules need. */
export function chooseRoute(facts: RouteFacts, config: RoutingConfig): RouteDecision {
  const steps: RouteStep[] = []
  for (const [rule, decide] of RULES) {
    const result = decide(facts, config)
    if (result === undefined) continue
    if ('provider' in result) return settle({ ...result, rule }, { config, steps })
    steps.push({ rule, reason: result })
  }
  return settle(PASSTHROUGH, { config, steps })
}

const PASSTHROUGH: Choice & { rule: RouteRule } = {
  provider: 'anthropic',
  model: undefined,
  reason: coded('routing.passthrough'),
  rule: 'passthrough',
}

/** Sends to Anthropic unchanged. */
export const passthrough = memoizeLast((config: RoutingConfig): RouteDecision =>
  settle(PASSTHROUGH, { config, steps: [] }),
)

/** Turns a matched rule into attempts at the providers that exist and are enabled. */
function settle(
  choice: Choice & { rule: RouteRule },
  { config, steps }: { config: RoutingConfig; steps: RouteStep[] },
): RouteDecision {
  const { rule, route, reason } = choice
  steps.push({ rule, reason })
  const attempts: RouteAttempt[] = []
  for (const [index, wish] of [choice, ...(route?.fallbacks ?? [])].entries()) {
    const target = config.providers.get(wish.provider)
    if (target === undefined || !target.config.enabled) {
      steps.push({ rule, reason: absence(wish.provider, target) })
    } else {
      attempts.push({
        provider: wish.provider,
        model: wish.model,
        reason,
        fallback: index,
        target,
        parameters: parametersOf(route),
      })
    }
  }
  const refusal = attempts.length > 0 ? undefined : refuse(choice, config)
  return { rule, attempts, refusal, steps, tag: choice.tag }
}

function parametersOf(route: RouteConfig | undefined): Readonly<Record<string, unknown>> {
  return route?.parameters ?? {}
}

/** A client that names the provider itself gets a request error; a failed rule of ours is not the client's fault. */
function refuse(
  { rule, provider, reason }: Choice & { rule: RouteRule },
  { providers }: RoutingConfig,
): NonNullable<RouteDecision['refusal']> {
  const names = [...providers.keys()].join(', ')
  const missing = absence(provider, providers.get(provider))
  const code = rule === 'explicit' ? 'provider_unknown' : 'no_provider'
  return { code, issues: [reason, missing, coded('routing.providers', { names })] }
}

function absence(provider: string, target: RoutedProvider | undefined): Coded {
  return coded(target === undefined ? 'routing.provider_missing' : 'routing.provider_off', { provider })
}
