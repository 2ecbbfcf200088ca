import type { FidelityItem, Fix } from '../../shared/connection.ts'
import { isAtLeast } from '../base/is-at-least.ts'
import { type Coded, coded, toMessage } from '../../shared/language/say.ts'
import type { FoundDefinition } from './doctor/found-definition.ts'
import { effective } from './doctor/precedence.ts'
import { toFix } from '../../shared/to-problem.ts'
import { CREDENTIALS, isOn, NO_BETAS, TOOL_SEARCH } from './variables.ts'

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
  return [signIn(facts), toolSearch(facts), longContext(facts), ...ALWAYS]
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
