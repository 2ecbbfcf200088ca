import { type Coded, coded } from '../../../shared/language/say.ts'
import type { RouteConfig } from '../../../shared/live-settings.ts'
import { type EntryProblem, inEntry } from './entry-problem.ts'

const MAX_DEPTH = 32

/** Fields that define the request; a route that set them would answer a different one. */
const NOT_SETTABLE = ['model', 'messages', 'system', 'stream'] as const

/** Checks of a route beyond its schema. The ranges are those of CCProxy. */
export function checkRoute({ parameters }: RouteConfig): EntryProblem[] {
  if (parameters === undefined) return []
  const problems: EntryProblem[] = []
  const add = (problem: Coded, ...at: string[]) => problems.push(inEntry(problem, 'parameters', ...at))
  for (const name of NOT_SETTABLE) {
    if (Object.hasOwn(parameters, name)) add(coded('invalid.parameter_reserved'), name)
  }
  const { temperature, top_p: topP, max_tokens: maxTokens } = parameters
  if (temperature !== undefined && !isBetween(temperature, 0, 2)) {
    add(coded('invalid.range', { min: 0, max: 2 }), 'temperature')
  }
  if (topP !== undefined && !isBetween(topP, 0, 1)) {
    add(coded('invalid.range', { min: 0, max: 1 }), 'top_p')
  }
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && isBetween(maxTokens, 1, 1e9))) {
    add(coded('invalid.integer'), 'max_tokens')
  }
  if (Object.hasOwn(parameters, '__proto__') || isDeeper(parameters, MAX_DEPTH)) {
    add(coded('invalid.parameters', { levels: MAX_DEPTH }))
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
