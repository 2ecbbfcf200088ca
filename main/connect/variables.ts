export const BASE_URL = 'ANTHROPIC_BASE_URL'
export const TOOL_SEARCH = 'ENABLE_TOOL_SEARCH'

/** Override the sign-in: the first is sent as a bearer token, the second as `x-api-key`. */
export const CREDENTIALS = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const

/** Header lines that Claude Code adds to each request: a gateway's key may be among them. */
export const CUSTOM_HEADERS = 'ANTHROPIC_CUSTOM_HEADERS'

/** Select another cloud, regardless of the base URL. */
export const CLOUDS = [
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_MANTLE',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_USE_GATEWAY',
] as const

/**
 * Any of these, also in lower case, makes Claude Code 2.1.329 use that proxy for `http://127.0.0.1` as well (seen with
 * all three), unless NO_PROXY excludes it.
 */
export const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const
export const NO_PROXY = 'NO_PROXY'

/** Also turns tool search off. */
export const NO_BETAS = 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'

/**
 * Turn features back on that Claude Code turns off for custom addresses (code.claude.com/docs/en/env-vars,
 * code.claude.com/docs/en/llm-gateway-protocol).
 */
export const FINE_STREAMING = 'CLAUDE_CODE_ENABLE_FINE_GRAINED_TOOL_STREAMING'
export const TRACEPARENT = 'CLAUDE_CODE_PROPAGATE_TRACEPARENT'
export const MODEL_DISCOVERY = 'CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY'

/** The first ignores only that Anthropic can't be reached, the second skips the check whether fast mode is allowed. */
export const FAST_MODE = [
  'CLAUDE_CODE_SKIP_FAST_MODE_NETWORK_ERRORS',
  'CLAUDE_CODE_SKIP_FAST_MODE_ORG_CHECK',
] as const

/** `0` lets Claude Code check the actions of auto mode itself instead of Anthropic's server. */
export const AUTO_MODE_SERVER = 'CLAUDE_CODE_AUTO_MODE_SERVER'

/** All variables that affect where Claude Code sends its requests or which features they use. */
export const VARIABLES = [
  BASE_URL,
  TOOL_SEARCH,
  ...CREDENTIALS,
  CUSTOM_HEADERS,
  ...CLOUDS,
  ...PROXIES,
  NO_PROXY,
  NO_BETAS,
  FINE_STREAMING,
  TRACEPARENT,
  MODEL_DISCOVERY,
  ...FAST_MODE,
  AUTO_MODE_SERVER,
] as const
export type VariableName = (typeof VARIABLES)[number]

const LOWER = new Set<string>([...PROXIES, NO_PROXY])

/** The variable with this name; proxy variables are also read in lower case. */
export function variableOf(name: string): VariableName | undefined {
  const upper = name.toUpperCase()
  return VARIABLES.find((variable) => variable === name || (variable === upper && LOWER.has(variable)))
}

export function isCredential(variable: VariableName): boolean {
  return variable === CUSTOM_HEADERS || CREDENTIALS.some((name) => name === variable)
}

/** Parses a boolean variable as Claude Code does. */
export function isOn(value: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value?.trim().toLowerCase() ?? '')
}
