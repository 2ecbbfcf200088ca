import type { FidelityItem } from '../../shared/connection.ts'
import type { FoundDefinition } from './doctor/found-definition.ts'
import { effective } from './doctor/precedence.ts'
import { CREDENTIALS, isOn, NO_BETAS, TOOL_SEARCH } from './variables.ts'

type Version = readonly [number, number, number]

/** The version whose requests were compared, one by one, with and without a base URL of ours. */
const COMPARED: Version = [2, 1, 329]

/** The last one known to turn tool search off, as every one since 2.1.70 (anthropics/claude-code#31351). */
const WITHOUT_TOOL_SEARCH: Version = [2, 1, 273]

export interface FidelityFacts {
  definitions: readonly FoundDefinition[]
  /** Claude Code's version, where it is known. */
  version: string | undefined
}

/** What Claude Code does differently when its address is not Anthropic's. */
export function describeFidelity(facts: FidelityFacts): FidelityItem[] {
  return [signIn(facts), toolSearch(facts), longContext(facts), ...ALWAYS]
}

const ALWAYS: FidelityItem[] = [
  {
    feature: 'prompt_cache',
    state: 'reduced',
    reason: 'The prompt cache works. Only its beta "prompt-caching-scope" is not asked for.',
  },
  {
    feature: 'remote_control',
    state: 'off',
    reason: "Remote Control works only with Anthropic's own address.",
    fix: {
      action: 'manual',
      text: `For one session: claude --settings '{"env":{"ANTHROPIC_BASE_URL":""}}'`,
    },
  },
  {
    feature: 'organization_settings',
    state: 'off',
    reason:
      'Settings and limits that an organization keeps at Anthropic are not fetched through another address. Files on this computer count as before.',
    fix: { action: 'disconnect', text: 'If your organization manages Claude Code that way, disconnect.' },
  },
]

function signIn({ definitions }: FidelityFacts): FidelityItem {
  const replaced = CREDENTIALS.find((name) => effective(definitions, name) !== undefined)
  const reason =
    replaced === undefined
      ? 'Your sign-in goes through unchanged.'
      : `${replaced} is sent, and goes through unchanged.`
  return { feature: 'sign_in', state: 'on', reason }
}

function toolSearch({ definitions, version }: FidelityFacts): FidelityItem {
  const feature = 'tool_search'
  const set = effective(definitions, TOOL_SEARCH)?.value.trim().toLowerCase()
  const fix = {
    action: 'connect_with_tool_search',
    text: 'Connect with tool search: it writes ENABLE_TOOL_SEARCH=true.',
  } as const
  if (isOn(effective(definitions, NO_BETAS)?.value)) {
    const reason = `${NO_BETAS} turns tool search off.`
    return { feature, state: 'off', reason, fix: { action: 'manual', text: `Take ${NO_BETAS} out.` } }
  }
  if (set !== undefined && ['false', '0', 'no', 'off'].includes(set)) {
    return { feature, state: 'off', reason: `${TOOL_SEARCH}=${set} turns tool search off.`, fix }
  }
  if (set !== undefined)
    return { feature, state: 'on', reason: `${TOOL_SEARCH}=${set} keeps tool search on.` }
  const known = parseVersion(version)
  if (known !== undefined && isAtLeast(known, COMPARED)) {
    return { feature, state: 'on', reason: `Claude Code ${version} keeps tool search on.` }
  }
  if (known !== undefined && isAtLeast(WITHOUT_TOOL_SEARCH, known)) {
    const reason = `Claude Code ${version} turns tool search off for other addresses: every MCP tool then takes its place in the context.`
    return { feature, state: 'off', reason, fix }
  }
  return { feature, state: 'unknown', reason: 'Some versions of Claude Code turn tool search off.', fix }
}

function longContext({ version }: FidelityFacts): FidelityItem {
  const feature = 'context_1m'
  const known = parseVersion(version)
  if (known !== undefined && isAtLeast(known, COMPARED)) {
    return { feature, state: 'on', reason: 'Models named with [1m] keep their context of 1M tokens.' }
  }
  const reason = 'Older versions of Claude Code may leave the context of 1M tokens out.'
  const text = 'Update Claude Code to 2.1.329 or later, and choose a model named with [1m].'
  return { feature, state: 'unknown', reason, fix: { action: 'manual', text } }
}

function parseVersion(text: string | undefined): Version | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number)
  return parts === undefined ? undefined : [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0]
}

function isAtLeast(version: Version, least: Version): boolean {
  const at = version.findIndex((part, i) => part !== least[i])
  return at === -1 || (version[at] ?? 0) > (least[at] ?? 0)
}
