import type { Problem } from '../../../shared/connection.ts'
import { coded } from '../../../shared/language/say.ts'
import { toProblem } from '../../../shared/to-problem.ts'
import { CREDENTIALS } from '../variables.ts'
import { placeOf, removeLine } from './check-address.ts'
import type { CheckInput } from './check-input.ts'
import { effective } from './precedence.ts'

/** Placeholder credentials from the instructions of other proxies, which need none. */
const PLACEHOLDER =
  /^(?:[^a-z0-9]*|x+|\**|(?:sk-|sk-ant-)?(?:dummy|fake|test|placeholder|none|null|any|anything|empty|not[-_ ]?needed|no[-_ ]?key|unused|proxy(?:[-_]managed)?|local(?:host)?|ollama|ccr|your[-_].*)(?:[-_](?:key|token|api[-_]?key))?)$/i

/** Signalbox forwards Claude Code's credentials, so a placeholder set for another proxy would reach Anthropic. */
export function checkCredentials({ definitions }: CheckInput): Problem[] {
  return CREDENTIALS.flatMap((name): Problem[] => {
    const found = effective(definitions, name)
    if (found === undefined) return []
    const at = placeOf(found)
    if (PLACEHOLDER.test(found.value.trim())) {
      const says = coded('doctor.placeholder', { variable: name })
      return [
        toProblem({ code: 'credential_placeholder', severity: 'error', says, at, fix: removeLine(found) }),
      ]
    }
    const says = coded('doctor.credential', { variable: name })
    return [toProblem({ code: 'credential_set', severity: 'note', says, at })]
  })
}
