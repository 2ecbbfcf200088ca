import type { RouteConfig } from '../../../shared/live-settings.ts'

const MAX_DEPTH = 32

/** These make the request what it is; a route that set them would answer another one. */
const NOT_SETTABLE = ['model', 'messages', 'system', 'stream'] as const

/** What the schema of a route cannot say; the ranges are those of the source document 002. */
export function checkRoute({ parameters }: RouteConfig): string[] {
  if (parameters === undefined) return []
  const problems: string[] = []
  for (const name of NOT_SETTABLE) {
    if (Object.hasOwn(parameters, name)) problems.push(`parameters.${name} cannot be set by a route`)
  }
  const { temperature, top_p: topP, max_tokens: maxTokens } = parameters
  if (temperature !== undefined && !isBetween(temperature, 0, 2)) {
    problems.push('parameters.temperature must be a number from 0 to 2')
  }
  if (topP !== undefined && !isBetween(topP, 0, 1)) {
    problems.push('parameters.top_p must be a number from 0 to 1')
  }
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && isBetween(maxTokens, 1, 1e9))) {
    problems.push('parameters.max_tokens must be a whole number above 0')
  }
  if (Object.hasOwn(parameters, '__proto__') || isDeeper(parameters, MAX_DEPTH)) {
    problems.push(`parameters must be plain JSON of at most ${MAX_DEPTH} levels`)
  }
  return problems
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
