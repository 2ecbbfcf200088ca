import { type Coded, coded } from '../../../shared/language/say.ts'
import type { RouteConfig } from '../../../shared/live-settings.ts'
import { type Choice, type RouteRule, RULES } from './route-rules.ts'
import type { RoutedProvider, RoutingConfig } from './routing-config.ts'
import type { RouteFacts } from './route-facts.ts'

/** One try to get an answer. */
export interface RouteAttempt {
  provider: string
  /** What is asked for there; `undefined` leaves what the client says. */
  model: string | undefined
  /** Why here. */
  reason: Coded
  /** Place among the fallbacks, from 1; 0 for the rule's own target. */
  fallback: number
  target: RoutedProvider
  /** Added where the request does not say them itself. */
  parameters: Readonly<Record<string, unknown>>
}

interface RouteStep {
  rule: RouteRule
  reason: Coded
}

export interface RouteDecision {
  rule: RouteRule
  /** In order; the next one is asked while nothing has reached the client. Empty where the request is refused. */
  attempts: readonly RouteAttempt[]
  refusal: { code: 'provider_unknown' | 'no_provider'; issues: readonly Coded[] } | undefined
  /** Every rule that was looked at, the one that decided last, and after it whom it could not ask. */
  steps: readonly RouteStep[]
  /** A piece of the system prompt that was meant for us, and goes no further. */
  tag: string | undefined
}

/** Decides where a Messages request goes, and says why. Asks the facts for no more than the rules need. */
export function chooseRoute(facts: RouteFacts, config: RoutingConfig): RouteDecision {
  const steps: RouteStep[] = []
  for (const [rule, decide] of RULES) {
    const result = decide(facts, config)
    if (result === undefined) continue
    if ('provider' in result) return settle({ ...result, rule }, { config, steps })
    steps.push({ rule, reason: result })
  }
  return passthrough(config, steps)
}

/** To Anthropic, as it came. */
export function passthrough(config: RoutingConfig, steps: RouteStep[] = []): RouteDecision {
  return settle(
    { provider: 'anthropic', model: undefined, reason: PASSTHROUGH, rule: 'passthrough' },
    { config, steps },
  )
}

const PASSTHROUGH = coded('routing.passthrough')

/** Turns a rule's wish into attempts: those providers that there are, and that are switched on. */
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

/** Who asks for a provider by its name has made a mistake; whoever was sent there by a rule of ours has not. */
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
