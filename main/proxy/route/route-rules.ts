import type { RouteConfig } from '../../../shared/live-settings.ts'
import type { RouteFacts } from '../route-facts.ts'
import { modelPrefix } from './model-prefix.ts'
import { promptHash } from './prompt-hash.ts'
import type { RoutingConfig } from './routing-config.ts'

export type RouteRule =
  | 'single'
  | 'explicit'
  | 'direct'
  | 'tag'
  | 'subagent'
  | 'longContext'
  | 'background'
  | 'webSearch'
  | 'think'
  | 'default'
  | 'prefix'
  | 'listed'
  | 'passthrough'

/** Where a rule wants the request to go. */
export interface Choice {
  provider: string
  /** `undefined` leaves what the client says. */
  model: string | undefined
  reason: string
  /** Whose fallbacks and parameters apply. */
  route?: RouteConfig | undefined
  /** A text in the system prompt that was meant for us. */
  tag?: string
}

/** A choice, or why there is none; `undefined` where nobody has configured such a rule. */
type Decide = (facts: RouteFacts, config: RoutingConfig) => Choice | string | undefined

/** In the order of SPEC §5.2. The first choice holds. */
export const RULES: readonly (readonly [RouteRule, Decide])[] = [
  ['single', chooseSingle],
  ['explicit', chooseExplicit],
  ['direct', chooseDirect],
  ['tag', chooseTagged],
  ['subagent', chooseSubagent],
  ['longContext', chooseLongContext],
  ['background', (facts, config) => chooseKind('background', config, isBackground(facts))],
  ['webSearch', (facts, config) => chooseKind('webSearch', config, isWebSearch(facts))],
  ['think', (facts, config) => chooseKind('think', config, isThinking(facts))],
  [
    'default',
    (_facts, config) =>
      chooseKind('default', config, () => ({ is: true, reason: 'no other rule is about it' })),
  ],
  ['prefix', chooseByPrefix],
  ['listed', chooseListed],
]

function chooseSingle(_facts: RouteFacts, { single }: RoutingConfig): Choice | undefined {
  return single && { ...single, reason: `PROVIDER=${single.provider} sends everything there.` }
}

function chooseExplicit({ model }: RouteFacts, { routes }: RoutingConfig): Choice | undefined {
  if (model?.includes(',') !== true) return undefined
  const target = splitTarget(model)
  // The source document 002 gives such a request the parameters of the default route.
  const parameters = routes.get('default')?.parameters
  const route = parameters === undefined ? undefined : { ...target, parameters }
  return { ...target, route, reason: `The request asks for "${model}".` }
}

function chooseDirect({ model }: RouteFacts, { routes }: RoutingConfig): Choice | undefined {
  const route = model === undefined ? undefined : routes.get(model)
  return route && fromRoute(route, `There is a route for the model "${model}".`)
}

/** The tag of claude-code-router, in front of an agent's prompt. */
const TAG = /^\s*(<CCR-SUBAGENT-MODEL>([^<]+)<\/CCR-SUBAGENT-MODEL>)/

function chooseTagged(facts: RouteFacts, config: RoutingConfig): Choice | undefined {
  if (!config.subagents.enable) return undefined
  for (const text of facts.systemTexts()) {
    const [, tag, target] = TAG.exec(text) ?? []
    if (tag !== undefined && target !== undefined) {
      return {
        ...toTarget(target, config),
        tag,
        reason: `The system prompt asks for "${target.trim()}" in its tag.`,
      }
    }
  }
  return undefined
}

function chooseSubagent(facts: RouteFacts, config: RoutingConfig): Choice | string | undefined {
  const { enable, mappings, agents } = config.subagents
  if (!enable || mappings.size === 0) return undefined
  // Newer versions of Claude Code send it with the requests of sub-agents, and only with those.
  const id = facts.header('x-claude-code-agent-id')
  const byHeader = id === undefined ? undefined : mappings.get(id)
  if (byHeader !== undefined)
    return { ...toTarget(byHeader, config), reason: `The header names the agent "${id}".` }
  for (const text of facts.systemTexts()) {
    const name = agents.get(promptHash(text) ?? '')
    const target = name === undefined ? undefined : mappings.get(name)
    if (target !== undefined)
      return { ...toTarget(target, config), reason: `The system prompt is the agent "${name}".` }
  }
  const anyAgent = id === undefined ? undefined : mappings.get('*')
  if (anyAgent !== undefined)
    return { ...toTarget(anyAgent, config), reason: 'The header tells of a sub-agent.' }
  return id === undefined ? 'It is from no mapped sub-agent.' : 'It is from a sub-agent that is not mapped.'
}

function chooseLongContext(facts: RouteFacts, config: RoutingConfig): Choice | string | undefined {
  const most = config.longContextThreshold
  return chooseKind('longContext', config, () => {
    const is = facts.isAbove(most)
    const size = is
      ? `about ${facts.tokens().toLocaleString('en')} tokens are more than`
      : 'it is not more than'
    return { is, reason: `${size} ${most.toLocaleString('en')}${is ? '' : ' tokens'}` }
  })
}

interface Verdict {
  is: boolean
  /** Why, or why not. */
  reason: string
}

function isBackground({ model = '' }: RouteFacts): () => Verdict {
  const is = /^claude.*haiku/i.test(model)
  return () => ({ is, reason: `"${model}" is ${is ? 'a' : 'no'} haiku model` })
}

function isWebSearch(facts: RouteFacts): () => Verdict {
  return () => ({
    is: facts.webSearch(),
    reason: `it has ${facts.webSearch() ? 'the' : 'no'} web search tool`,
  })
}

function isThinking(facts: RouteFacts): () => Verdict {
  return () => ({ is: facts.thinking(), reason: `it asks ${facts.thinking() ? '' : 'not '}to think` })
}

/** The verdict is only looked for where there is such a route. */
function chooseKind(
  kind: string,
  { routes }: RoutingConfig,
  judge: () => Verdict,
): Choice | string | undefined {
  const route = routes.get(kind)
  if (route === undefined) return undefined
  const { is, reason } = judge()
  return is ? fromRoute(route, `Route ${kind}: ${reason}.`) : `Not ${kind}: ${reason}.`
}

function chooseByPrefix({ model }: RouteFacts, config: RoutingConfig): Choice | undefined {
  const found = model === undefined ? undefined : byPrefix(model, config)
  return found && { ...found, reason: `The name "${model}" begins like a model of ${found.provider}.` }
}

function chooseListed({ model }: RouteFacts, { providers }: RoutingConfig): Choice | string | undefined {
  if (model === undefined) return 'It names no model.'
  for (const [provider, { config }] of providers) {
    if (config.enabled && config.models?.includes(model) === true) {
      return { provider, model, reason: `The provider "${provider}" lists the model "${model}".` }
    }
  }
  return `No provider lists the model "${model}".`
}

function fromRoute(route: RouteConfig, reason: string): Choice {
  return { provider: route.provider, model: route.model, route, reason }
}

/** A model, whose name says the provider, or `provider,model`. */
export function toTarget(text: string, config: RoutingConfig): { provider: string; model: string } {
  const target = text.trim()
  if (target.includes(',')) return splitTarget(target)
  return byPrefix(target, config) ?? { provider: 'anthropic', model: target }
}

/** The provider of that name, or else the first that is of that type under another name. */
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
