import { type Fix, PLACES, type Problem } from '../../../shared/connection.ts'
import { loopbackUrl, sameAddress, showAddress } from '../address.ts'
import { BASE_URL, CLOUDS, isOn } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'
import type { Judged } from './finding.ts'
import { effective, winsWhere } from './precedence.ts'

/** Where requests are sent, and whether anything answers there. */
export function checkAddress(judged: Judged): Problem[] {
  return [...outranked(judged), ...elsewhere(judged), ...clouds(judged), ...policy(judged)]
}

/** Something stronger than the user's settings says another address. */
function outranked({ definitions, baseUrl, isWritten }: Judged): Problem[] {
  if (!isWritten) return []
  return definitions.flatMap((found): Problem[] => {
    if (found.variable !== BASE_URL || sameAddress(found.value, baseUrl)) return []
    if (found.place === 'managed' && winsWhere(found, definitions) === 'always') {
      const sentence = `${nameOf(found)} sends Claude Code to ${showAddress(found.value)}, and that has more weight than your settings.`
      const text = 'Ask whoever manages this computer, or disconnect.'
      return [{ code: 'outranked', severity: 'error', sentence, fix: { action: 'disconnect', text } }]
    }
    if (winsWhere(found, definitions) !== 'in_project') return []
    const sentence = `In ${found.project}, Claude Code goes to ${showAddress(found.value)}: the project's settings have more weight than yours.`
    return [{ code: 'project_override', severity: 'warning', sentence, fix: removeLine(found) }]
  })
}

/** Addresses that count somewhere and are not ours. */
function elsewhere({ definitions, baseUrl, silent, isRunning }: Judged): Problem[] {
  const problems: Problem[] = []
  for (const found of definitions) {
    if (found.variable !== BASE_URL || found.value === '' || winsWhere(found, definitions) === 'never')
      continue
    const isOurs = sameAddress(found.value, baseUrl)
    const where = nameOf(found)
    if (silent.has(found.value)) {
      problems.push({
        code: 'dead_address',
        severity: found.place === 'shell' ? 'warning' : 'error',
        sentence: isOurs
          ? `${where} sends Claude Code to Signalbox at ${showAddress(found.value)}, which is not running. Claude Code reports "Unable to connect" or "ConnectionRefused".`
          : `${where} sends Claude Code to ${showAddress(found.value)}, where nothing answers. Claude Code reports "Unable to connect" or "ConnectionRefused".`,
        fix: fixDead(found, { isOurs, isRunning }),
      })
    } else if (!isOurs && found.place !== 'managed') {
      const program = loopbackUrl(found.value) === undefined ? '' : ', another program on this computer'
      problems.push({
        code: 'other_address',
        severity: found.place === 'user' ? 'warning' : 'note',
        sentence: `${where} sends Claude Code to ${showAddress(found.value)}${program}.`,
        fix:
          found.place === 'user'
            ? { action: 'connect', text: 'Connect. Disconnecting puts this address back.' }
            : removeLine(found),
      })
    }
  }
  return problems
}

function fixDead(
  found: FoundDefinition,
  { isOurs, isRunning }: { isOurs: boolean; isRunning: boolean },
): Fix {
  if (found.place !== 'user') return removeLine(found)
  if (isOurs) return { action: 'disconnect', text: 'Start Signalbox, or disconnect.' }
  return isRunning
    ? { action: 'connect', text: 'Connect, so that Claude Code goes through Signalbox.' }
    : removeLine(found)
}

function clouds({ definitions, isWritten }: Judged): Problem[] {
  return CLOUDS.flatMap((name): Problem[] => {
    const found = effective(definitions, name)
    if (found === undefined || !isOn(found.value)) return []
    const sentence = `${nameOf(found)} sets ${name}, so Claude Code goes to that cloud, whatever its address is set to.`
    const severity = isWritten ? 'error' : 'note'
    return [{ code: 'cloud_selected', severity, sentence, fix: removeLine(found) }]
  })
}

/** With a list of providers, Claude Code takes another address only from the managed settings themselves. */
function policy({ allowedProviders, definitions, baseUrl, isWritten }: Judged): Problem[] {
  if (!Array.isArray(allowedProviders)) return []
  const pinned = definitions.some(
    ({ variable, place, value }) =>
      variable === BASE_URL && place === 'managed' && sameAddress(value, baseUrl),
  )
  if (pinned) return []
  const sentence =
    'The managed settings of this computer list the providers that Claude Code may use, and no address but theirs.'
  const text = 'Ask whoever manages this computer to allow Signalbox.'
  const severity = isWritten ? 'error' : 'warning'
  return [{ code: 'policy_forbids', severity, sentence, fix: { action: 'manual', text } }]
}

/** `~/.zshrc, line 12`, or in words where there is no file. */
export function nameOf({ place, path, line }: FoundDefinition): string {
  if (path === undefined) return PLACES[place].replace(/^./, (letter) => letter.toUpperCase())
  return line === undefined ? path : `${path}, line ${line},`
}

export function removeLine({ variable, place, path, line }: FoundDefinition): Fix {
  if (place === 'environment') {
    return { action: 'manual', text: `Unset ${variable} where Signalbox and Claude Code are started.` }
  }
  if (place === 'launchctl') return { action: 'manual', text: `Run: launchctl unsetenv ${variable}` }
  if (place === 'windows') {
    return {
      action: 'manual',
      text: `Run: reg delete HKCU\\Environment /v ${variable}, then sign out and in.`,
    }
  }
  return {
    action: 'manual',
    text: `Take ${variable} out of that line, then start Claude Code again.`,
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
  }
}
