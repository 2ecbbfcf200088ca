import type { FidelityItem, Fix } from '../../shared/connection.ts'
import { isAtLeast } from '../base/is-at-least.ts'
import { type Coded, coded, toMessage } from '../../shared/language/say.ts'
import type { FoundDefinition } from './doctor/found-definition.ts'
import { effective } from './doctor/precedence.ts'
import { toFix } from '../../shared/to-problem.ts'
import {
  AUTO_MODE_SERVER,
  CREDENTIALS,
  FAST_MODE,
  FINE_STREAMING,
  isOn,
  MODEL_DISCOVERY,
  NO_BETAS,
  TOOL_SEARCH,
  TRACEPARENT,
} from './variables.ts'

/** The version whose requests we compared one by one, with and without our base URL. */
const COMPARED = '2.1.329'

/** The last version known to turn tool search off, as all since 2.1.70 do (anthropics/claude-code#31351). */
const WITHOUT_TOOL_SEARCH = '2.1.273'

export interface FidelityFacts {
  definitions: readonly FoundDefinition[]
  /** Claude Code's version, if known. */
  version: string | undefined
}

/** Lists the behaviours that Claude Code changes when its base URL is not Anthropic's. */
export function describeFidelity(facts: FidelityFacts): FidelityItem[] {
  return [
    signIn(facts),
    toolSearch(facts),
    longContext(facts),
    ...SWITCHED.map((each) => switched(each, facts)),
    fastMode(facts),
    autoMode(facts),
    ...ALWAYS,
  ]
}

const ALWAYS: FidelityItem[] = [
  item('prompt_cache', 'reduced', coded('fidelity.prompt_cache', { beta: 'prompt-caching-scope' })),
  item(
    'remote_control',
    'off',
    coded('fidelity.remote_control'),
    toFix(
      'manual',
      coded('fix.one_session', { command: `claude --settings '{"env":{"ANTHROPIC_BASE_URL":""}}'` }),
    ),
  ),
  item(
    'organization_settings',
    'off',
    coded('fidelity.organization'),
    toFix('disconnect', coded('fix.disconnect_if_managed')),
  ),
]

function item(
  feature: FidelityItem['feature'],
  state: FidelityItem['state'],
  says: Coded,
  fix?: Fix,
): FidelityItem {
  const message = toMessage(says)
  return { feature, state, reason: message.message, message, ...(fix !== undefined && { fix }) }
}

function signIn({ definitions }: FidelityFacts): FidelityItem {
  const replaced = CREDENTIALS.find((name) => effective(definitions, name) !== undefined)
  const says =
    replaced === undefined ? coded('fidelity.sign_in') : coded('fidelity.credential', { variable: replaced })
  return item('sign_in', 'on', says)
}

function toolSearch({ definitions, version }: FidelityFacts): FidelityItem {
  const feature = 'tool_search'
  const set = effective(definitions, TOOL_SEARCH)?.value.trim().toLowerCase()
  const fix = toFix(
    'connect_with_tool_search',
    coded('fix.connect_tool_search', { setting: 'ENABLE_TOOL_SEARCH=true' }),
  )
  if (isOn(effective(definitions, NO_BETAS)?.value)) {
    const remove = toFix('manual', coded('fix.remove_variable', { variable: NO_BETAS }))
    return item(feature, 'off', coded('fidelity.tool_search_off', { setting: NO_BETAS }), remove)
  }
  const setting = `${TOOL_SEARCH}=${set}`
  if (set !== undefined && ['false', '0', 'no', 'off'].includes(set)) {
    return item(feature, 'off', coded('fidelity.tool_search_off', { setting }), fix)
  }
  if (set !== undefined) return item(feature, 'on', coded('fidelity.tool_search_on', { setting }))
  if (version !== undefined && isAtLeast(version, COMPARED)) {
    return item(feature, 'on', coded('fidelity.tool_search_kept', { version }))
  }
  if (version !== undefined && isAtLeast(WITHOUT_TOOL_SEARCH, version)) {
    return item(feature, 'off', coded('fidelity.tool_search_lost', { version }), fix)
  }
  return item(feature, 'unknown', coded('fidelity.tool_search_unknown'), fix)
}

function longContext({ version }: FidelityFacts): FidelityItem {
  const feature = 'context_1m'
  if (isAtLeast(version, COMPARED)) return item(feature, 'on', coded('fidelity.context_kept'))
  const update = toFix('manual', coded('fix.update', { version: COMPARED }))
  return item(feature, 'unknown', coded('fidelity.context_unknown'), update)
}

/** Off for a custom address unless their variable is set (code.claude.com/docs/en/llm-gateway-protocol). */
const SWITCHED = [
  { feature: 'tool_streaming', variable: FINE_STREAMING, off: coded('fidelity.tool_streaming') },
  { feature: 'model_discovery', variable: MODEL_DISCOVERY, off: coded('fidelity.model_discovery') },
  { feature: 'tracing', variable: TRACEPARENT, off: coded('fidelity.tracing') },
] as const

function switched(
  { feature, variable, off }: (typeof SWITCHED)[number],
  { definitions }: FidelityFacts,
): FidelityItem {
  const set = effective(definitions, variable)?.value
  if (isOn(set)) return item(feature, 'on', coded('fidelity.set', { setting: `${variable}=${set}` }))
  return item(feature, 'off', off, toFix('manual', coded('fix.set', { setting: `${variable}=1` })))
}

/** Claude Code asks api.anthropic.com itself whether fast mode is allowed, whatever its base URL. */
function fastMode({ definitions }: FidelityFacts): FidelityItem {
  const skipped = FAST_MODE.find((variable) => isOn(effective(definitions, variable)?.value))
  if (skipped !== undefined)
    return item('fast_mode', 'on', coded('fidelity.set', { setting: `${skipped}=1` }))
  const fix = toFix('manual', coded('fix.set_if_blocked', { setting: `${FAST_MODE[0]}=1` }))
  return item('fast_mode', 'on', coded('fidelity.fast_mode'), fix)
}

function autoMode({ definitions }: FidelityFacts): FidelityItem {
  const set = effective(definitions, AUTO_MODE_SERVER)?.value.trim()
  if (set === '0')
    return item('auto_mode', 'on', coded('fidelity.auto_mode_own', { setting: `${AUTO_MODE_SERVER}=0` }))
  return item('auto_mode', 'on', coded('fidelity.auto_mode'))
}
