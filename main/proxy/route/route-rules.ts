import { type Coded, coded } from '../../../shared/language/say.ts'
import type { RouteConfig } from '../../../shared/live-settings.ts'
import type { RouteFacts } from './route-facts.ts'
import { modelPrefix } from './model-prefix.ts'
import { promptHash } from './prompt-hash.ts'
import type { RoutingConfig } from './routing-config.ts'

export type RouteRule =
  | 'single'
  | 'explicit'
  | 'direct'
  | 'tag'
  | 'subagent'
  | 'compaction'
  | 'classifier'
  | 'title'
  | 'longContext'
  | 'background'
  | 'webSearch'
  | 'think'
  | 'default'
  | 'prefix'
  | 'listed'
  | 'passthrough'

/** The target that a rule chooses. */
export interface Choice {
  provider: string
  /** Undefined keeps the client's model. */
  model: string | undefined
  reason: Coded
  /** The route whose fallbacks and parameters apply. */
  route?: RouteConfig | undefined
  /** A text in the system prompt that is addressed to us. */
  tag?: string
}

/** A choice, or the reason for none; undefined if no such rule is configured. */
type Decide = (facts: RouteFacts, config: RoutingConfig) => Choice | Coded | undefined

/** In order of precedence. The first choice wins. */
export const RULES: readonly (readonly [RouteRule, Decide])[] = [
  ['single', chooseSingle],
  ['explicit', chooseExplicit],
  ['direct', chooseDirect],
  ['tag', chooseTagged],
  ['subagent', chooseSubagent],
  ['compaction', (facts, config) => chooseKind('compaction', config, isHelper(facts, 'compaction'))],
  ['classifier', (facts, config) => chooseKind('classifier', config, isHelper(facts, 'classifier'))],
  ['title', (facts, config) => chooseKind('title', config, isHelper(facts, 'title'))],
  ['longContext', chooseLongContext],
  ['background', (facts, config) => chooseKind('background', config, isBackground(facts))],
  ['webSearch', (facts, config) => chooseKind('webSearch', config, isWebSearch(facts))],
  ['think', (facts, config) => chooseKind('think', config, isThinking(facts))],
  [
    'default',
    (_facts, config) => chooseKind('default', config, () => ({ is: true, reason: coded('routing.default') })),
  ],
  ['prefix', chooseByPrefix],
  ['listed', chooseListed],
]

function chooseSingle(_facts: RouteFacts, { single }: RoutingConfig): Choice | undefined {
  return single && { ...single, reason: coded('routing.single', { provider: single.provider }) }
}

function chooseExplicit({ model }: RouteFacts, { routes }: RoutingConfig): Choice | undefined {
  if (model?.includes(',') !== true) return undefined
  const target = splitTarget(model)
  // As in ccproxy, such a request gets the parameters of the default route.
  const parameters = routes.get('default')?.parameters
  const route = parameters === undefined ? undefined : { ...target, parameters }
  return { ...target, route, reason: coded('routing.explicit', { model }) }
}

function chooseDirect({ model }: RouteFacts, { routes }: RoutingConfig): Choice | undefined {
  if (model === undefined) return undefined
  const route = routes.get(model)
  return route && fromRoute(route, coded('routing.direct', { model }))
}

/** The tag of claude-code-router, at the start of an agent's prompt. */
const TAG = /^\s*(<CCR-SUBAGENT-MODEL>([^<]+)<\/CCR-SUBAGENT-MODEL>)/

function chooseTagged(facts: RouteFacts, config: RoutingConfig): Choice | undefined {
  if (!config.subagents.enable) return undefined
  for (const text of facts.systemTexts()) {
    const [, tag, target] = TAG.exec(text) ?? []
    if (tag !== undefined && target !== undefined) {
      return {
        ...toTarget(target, config),
        tag,
        reason: coded('routing.tag', { target: target.trim() }),
      }
    }
  }
  return undefined
}

function chooseSubagent(facts: RouteFacts, config: RoutingConfig): Choice | Coded | undefined {
  const { enable, mappings, agents } = config.subagents
  if (!enable || mappings.size === 0) return undefined
  // Newer versions of Claude Code send it with the requests of sub-agents, and only with those.
  const id = facts.header('x-claude-code-agent-id')
  const byHeader = id === undefined ? undefined : mappings.get(id)
  if (id !== undefined && byHeader !== undefined)
    return { ...toTarget(byHeader, config), reason: coded('routing.agent_named', { agent: id }) }
  for (const text of facts.systemTexts()) {
    const name = agents.get(promptHash(text) ?? '')
    const target = name === undefined ? undefined : mappings.get(name)
    if (name !== undefined && target !== undefined)
      return { ...toTarget(target, config), reason: coded('routing.agent_recognized', { agent: name }) }
  }
  const anyAgent = id === undefined ? undefined : mappings.get('*')
  if (anyAgent !== undefined) return { ...toTarget(anyAgent, config), reason: coded('routing.agent_any') }
  return coded(id === undefined ? 'routing.agent_none' : 'routing.agent_unmapped')
}

function chooseLongContext(facts: RouteFacts, config: RoutingConfig): Choice | Coded | undefined {
  const limit = config.longContextThreshold
  return chooseKind('longContext', config, () =>
    facts.isAbove(limit)
      ? { is: true, reason: coded('routing.long_context', { tokens: facts.tokens(), limit }) }
      : { is: false, reason: coded('routing.not_long_context', { limit }) },
  )
}

interface Verdict {
  is: boolean
  /** Why the request matches, or why not. */
  reason: Coded
}

function isHelper(facts: RouteFacts, helper: 'compaction' | 'classifier' | 'title'): () => Verdict {
  return () => {
    const is = facts.helper() === helper
    return { is, reason: coded(is ? `routing.${helper}` : `routing.not_${helper}`) }
  }
}

function isBackground({ model = '' }: RouteFacts): () => Verdict {
  const is = /^claude.*haiku/i.test(model)
  return () => ({ is, reason: coded(is ? 'routing.background' : 'routing.not_background', { model }) })
}

function isWebSearch(facts: RouteFacts): () => Verdict {
  return () => ({
    is: facts.webSearch(),
    reason: coded(facts.webSearch() ? 'routing.web_search' : 'routing.not_web_search'),
  })
}

function isThinking(facts: RouteFacts): () => Verdict {
  return () => ({
    is: facts.thinking(),
    reason: coded(facts.thinking() ? 'routing.think' : 'routing.not_think'),
  })
}

/** Tests the request only if such a route is configured. */
function chooseKind(
  kind: string,
  { routes }: RoutingConfig,
  judge: () => Verdict,
): Choice | Coded | undefined {
  const route = routes.get(kind)
  if (route === undefined) return undefined
  const { is, reason } = judge()
  return is ? fromRoute(route, reason) : reason
}

function chooseByPrefix({ model }: RouteFacts, config: RoutingConfig): Choice | undefined {
  if (model === undefined) return undefined
  const found = byPrefix(model, config)
  return found && { ...found, reason: coded('routing.prefix', { model, provider: found.provider }) }
}

function chooseListed({ model }: RouteFacts, { providers }: RoutingConfig): Choice | Coded | undefined {
  if (model === undefined) return coded('routing.no_model')
  for (const [provider, { config }] of providers) {
    if (config.enabled && config.models?.includes(model) === true) {
      return { provider, model, reason: coded('routing.listed', { provider, model }) }
    }
  }
  return coded('routing.not_listed', { model })
}

function fromRoute(route: RouteConfig, reason: Coded): Choice {
  return { provider: route.provider, model: route.model, route, reason }
}

/** Parses a model whose name implies the provider, or `provider,model`. */
export function toTarget(text: string, config: RoutingConfig): { provider: string; model: string } {
  const target = text.trim()
  if (target.includes(',')) return splitTarget(target)
  return byPrefix(target, config) ?? { provider: 'anthropic', model: target }
}

/** The provider of that name, otherwise the first one of that type under another name. */
function byPrefix(
  model: string,
  { providers }: RoutingConfig,
): { provider: string; model: string } | undefined {
  const found = modelPrefix(model)
  if (found === undefined || providers.has(found.provider)) return found
  const other = [...providers].find(([, { type, config }]) => type === found.provider && config.enabled)
  return { provider: other?.[0] ?? found.provider, model: found.model }
}

function splitTarget(text: string): { provider: string; model: string } {
  const comma = text.indexOf(',')
  return { provider: text.slice(0, comma).trim().toLowerCase(), model: text.slice(comma + 1).trim() }
}
