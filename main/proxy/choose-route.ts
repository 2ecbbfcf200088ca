import type { RouteConfig } from '../../shared/live-settings.ts'
import { type Choice, type RouteRule, RULES } from './route/route-rules.ts'
import type { RoutedProvider, RoutingConfig } from './route/routing-config.ts'
import type { RouteFacts } from './route-facts.ts'

/** One try to get an answer. */
export interface RouteAttempt {
  provider: string
  /** What is asked for there; `undefined` leaves what the client says. */
  model: string | undefined
  /** For people: why here. */
  reason: string
  target: RoutedProvider
  /** Added where the request does not say them itself. */
  parameters: Readonly<Record<string, unknown>>
}

interface RouteStep {
  rule: RouteRule
  reason: string
}

export interface RouteDecision {
  rule: RouteRule
  /** In order; the next one is asked while nothing has reached the client. Empty where the request is refused. */
  attempts: readonly RouteAttempt[]
  refusal: { code: 'provider_unknown' | 'no_provider'; details: string } | undefined
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
    if (typeof result !== 'string') return settle({ ...result, rule }, { config, steps })
    steps.push({ rule, reason: result })
  }
  return passOn(config, steps)
}

/** To Anthropic, as it came. */
export function passOn(config: RoutingConfig, steps: RouteStep[] = []): RouteDecision {
  const reason = 'No rule is about it: it goes to Anthropic as it came.'
  return settle({ provider: 'anthropic', model: undefined, reason, rule: 'passthrough' }, { config, steps })
}

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
        reason: index === 0 ? reason : `Fallback ${index}. ${reason}`,
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
  return { code, details: `${reason} ${missing} Set up: ${names}.` }
}

function absence(name: string, target: RoutedProvider | undefined): string {
  return target === undefined ? `No provider "${name}" is set up.` : `The provider "${name}" is switched off.`
}
