export const BASE_URL = 'ANTHROPIC_BASE_URL'
export const TOOL_SEARCH = 'ENABLE_TOOL_SEARCH'

/** Replace the sign-in: the first is sent as a bearer token, the second as `x-api-key`. */
export const CREDENTIALS = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const

/** Send Claude Code to another cloud, whatever the base URL says. */
export const CLOUDS = [
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
] as const

/**
 * Each of them, also in lower case, makes Claude Code 2.1.329 ask that proxy for `http://127.0.0.1`, too (seen with
 * all three); NO_PROXY is what helps.
 */
export const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const
export const NO_PROXY = 'NO_PROXY'

/** Also turns tool search off. */
export const NO_BETAS = 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'

/** Every variable that decides where Claude Code's requests go and what they lose on the way. */
export const VARIABLES = [
  BASE_URL,
  TOOL_SEARCH,
  ...CREDENTIALS,
  ...CLOUDS,
  ...PROXIES,
  NO_PROXY,
  NO_BETAS,
] as const
export type VariableName = (typeof VARIABLES)[number]

const LOWER = new Set<string>([...PROXIES, NO_PROXY])

/** The variable that a name stands for; proxies are read in both cases. */
export function variableOf(name: string): VariableName | undefined {
  const upper = name.toUpperCase()
  return VARIABLES.find((variable) => variable === name || (variable === upper && LOWER.has(variable)))
}

export function isCredential(variable: VariableName): boolean {
  return CREDENTIALS.some((name) => name === variable)
}

/** As Claude Code reads a switch. */
export function isOn(value: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value?.trim().toLowerCase() ?? '')
}
