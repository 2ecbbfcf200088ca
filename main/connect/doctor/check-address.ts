import type { Fix, FoundAt, Problem } from '../../../shared/connection.ts'
import { coded } from '../../../shared/language/say.ts'
import { loopbackUrl, sameAddress, showAddress } from '../address.ts'
import { toFix, toProblem } from '../../../shared/to-problem.ts'
import { BASE_URL, CLOUDS, isOn } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'
import type { CheckInput } from './check-input.ts'
import { effective, winsWhere } from './precedence.ts'

/** Checks where requests are sent and whether anything responds there. */
export function checkAddress(input: CheckInput): Problem[] {
  return [...outranked(input), ...elsewhere(input), ...clouds(input), ...policy(input)]
}

/** A definition that overrides the user's settings names another address. */
function outranked({ definitions, baseUrl, isWritten }: CheckInput): Problem[] {
  if (!isWritten) return []
  return definitions.flatMap((found): Problem[] => {
    if (found.variable !== BASE_URL || sameAddress(found.value, baseUrl)) return []
    if (found.place === 'managed' && winsWhere(found, definitions) === 'always') {
      const says = coded('doctor.outranked', { address: showAddress(found.value) })
      const fix = toFix('disconnect', coded('fix.ask_admin'))
      return [toProblem({ code: 'outranked', severity: 'error', says, at: placeOf(found), fix })]
    }
    if (winsWhere(found, definitions) !== 'in_project') return []
    const params = { project: found.project ?? '', address: showAddress(found.value) }
    const says = coded('doctor.project_override', params)
    return [toProblem({ code: 'project_override', severity: 'warning', says, fix: removeLine(found) })]
  })
}

/** Effective addresses that are not ours. */
function elsewhere({ definitions, baseUrl, silent, isRunning }: CheckInput): Problem[] {
  const problems: Problem[] = []
  for (const found of definitions) {
    if (found.variable !== BASE_URL || found.value === '' || winsWhere(found, definitions) === 'never')
      continue
    const isOurs = sameAddress(found.value, baseUrl)
    const params = { address: showAddress(found.value) }
    const at = placeOf(found)
    if (silent.has(found.value)) {
      problems.push(
        toProblem({
          code: 'dead_address',
          severity: found.place === 'shell' ? 'warning' : 'error',
          says: coded(isOurs ? 'doctor.dead_own' : 'doctor.dead_other', params),
          at,
          fix: fixDead(found, { isOurs, isRunning }),
        }),
      )
    } else if (!isOurs && found.place !== 'managed') {
      const isRemote = loopbackUrl(found.value) === undefined
      problems.push(
        toProblem({
          code: 'other_address',
          severity: found.place === 'user' ? 'warning' : 'note',
          says: coded(isRemote ? 'doctor.other_address' : 'doctor.other_program', params),
          at,
          fix: found.place === 'user' ? toFix('connect', coded('fix.connect_restores')) : removeLine(found),
        }),
      )
    }
  }
  return problems
}

function fixDead(
  found: FoundDefinition,
  { isOurs, isRunning }: { isOurs: boolean; isRunning: boolean },
): Fix {
  if (found.place !== 'user') return removeLine(found)
  if (isOurs) return toFix('disconnect', coded('fix.start_or_disconnect'))
  return isRunning ? toFix('connect', coded('fix.connect')) : removeLine(found)
}

function clouds({ definitions, isWritten }: CheckInput): Problem[] {
  return findClouds(definitions).map((found) => {
    const severity = isWritten ? 'error' : 'note'
    const says = coded('doctor.cloud', { variable: found.variable })
    return toProblem({ code: 'cloud_selected', severity, says, at: placeOf(found), fix: removeLine(found) })
  })
}

/** The variables that select another cloud, wherever Claude Code is started. */
export function findClouds(definitions: readonly FoundDefinition[]): FoundDefinition[] {
  return CLOUDS.flatMap((name) => {
    const found = effective(definitions, name)
    return found !== undefined && isOn(found.value) ? [found] : []
  })
}

/** If `allowedProviders` is set, Claude Code accepts a custom address only from the managed settings. */
function policy(input: CheckInput): Problem[] {
  if (!isForbidden(input)) return []
  const severity = input.isWritten ? 'error' : 'warning'
  const fix = toFix('manual', coded('fix.ask_admin_to_allow'))
  return [toProblem({ code: 'policy_forbids', severity, says: coded('doctor.policy'), fix })]
}

export function isForbidden({
  allowedProviders,
  definitions,
  baseUrl,
}: Pick<CheckInput, 'allowedProviders' | 'definitions' | 'baseUrl'>): boolean {
  if (!Array.isArray(allowedProviders)) return false
  return !definitions.some(
    ({ variable, place, value }) =>
      variable === BASE_URL && place === 'managed' && sameAddress(value, baseUrl),
  )
}

/** Location of a definition, for display. */
export function placeOf({ place, path, line }: FoundDefinition): FoundAt {
  return { place, ...(path !== undefined && { path }), ...(line !== undefined && { line }) }
}

export function removeLine({ variable, place, path, line }: FoundDefinition): Fix {
  if (place === 'environment') return toFix('manual', coded('fix.unset', { variable }))
  if (place === 'launchctl')
    return toFix('manual', coded('fix.run', { command: `launchctl unsetenv ${variable}` }))
  if (place === 'windows') {
    const command = `reg delete HKCU\\Environment /v ${variable}`
    return toFix('manual', coded('fix.run_and_sign_in', { command }))
  }
  return toFix('manual', coded('fix.remove_line', { variable }), {
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
  })
}
