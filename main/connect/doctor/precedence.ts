import type { Definition } from '../../../shared/connection.ts'
import { sameAddress, showAddress } from '../address.ts'
import { BASE_URL, isCredential, PROXIES, type VariableName } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'

/**
 * Value of a variable for a session outside all projects: managed settings override user settings, which override the
 * environment. An empty value in the settings also removes the variable from the environment (seen in Claude Code
 * 2.1.329).
 */
export function effective(
  definitions: readonly FoundDefinition[],
  variable: VariableName,
): FoundDefinition | undefined {
  for (const place of ['managed', 'user', 'environment']) {
    const found = definitions.find(
      (definition) => definition.variable === variable && definition.place === place,
    )
    if (found !== undefined) return found.value === '' ? undefined : found
  }
  return undefined
}

/** The scope in which a definition is effective, given all others. */
export function winsWhere(found: FoundDefinition, all: readonly FoundDefinition[]): Definition['wins'] {
  const rivals = all.filter(({ variable }) => variable === found.variable)
  const has = (place: FoundDefinition['place']) => rivals.some((rival) => rival.place === place)
  switch (found.place) {
    case 'managed':
      return rivals.find(({ place }) => place === 'managed') === found ? 'always' : 'never'
    case 'local':
      return has('managed') ? 'never' : 'in_project'
    case 'project': {
      const local = rivals.some(({ place, project }) => place === 'local' && project === found.project)
      return has('managed') || local ? 'never' : 'in_project'
    }
    case 'user':
      return has('managed') ? 'never' : 'always'
    case 'environment':
    case 'shell':
    case 'launchctl':
    case 'windows':
    case 'vscode':
      return has('managed') || has('user') ? 'never' : 'where_set'
  }
}

/** A definition for display, without credentials. */
export function showDefinition(
  found: FoundDefinition,
  {
    all,
    baseUrl,
    written,
  }: { all: readonly FoundDefinition[]; baseUrl: string; written: ReadonlySet<string> },
): Definition {
  const { variable, place, path, line } = found
  const ours =
    place === 'user' && written.has(variable) && (variable !== BASE_URL || sameAddress(found.value, baseUrl))
  return {
    variable,
    place,
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    ...(!isCredential(variable) && { value: showValue(variable, found.value) }),
    wins: winsWhere(found, all),
    ours,
  }
}

function showValue(variable: VariableName, value: string): string {
  const isAddress = variable === BASE_URL || PROXIES.some((name) => name === variable)
  return isAddress && value !== '' ? showAddress(value) : value.slice(0, 200)
}
