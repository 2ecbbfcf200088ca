import type { Problem } from '../../../shared/connection.ts'
import { CREDENTIALS } from '../variables.ts'
import { nameOf, removeLine } from './check-address.ts'
import type { Judged } from './finding.ts'
import { effective } from './precedence.ts'

/** What other proxies tell people to write, because theirs do not need a credential. */
const PLACEHOLDER =
  /^(?:[^a-z0-9]*|x+|\**|(?:sk-|sk-ant-)?(?:dummy|fake|test|placeholder|none|null|any|anything|empty|not[-_ ]?needed|no[-_ ]?key|unused|proxy(?:[-_]managed)?|local(?:host)?|ollama|ccr|your[-_].*)(?:[-_](?:key|token|api[-_]?key))?)$/i

/** Signalbox passes on whatever Claude Code sends, so a credential that other proxies wanted goes to Anthropic now. */
export function checkCredentials({ definitions }: Judged): Problem[] {
  return CREDENTIALS.flatMap((name): Problem[] => {
    const found = effective(definitions, name)
    if (found === undefined) return []
    const where = nameOf(found)
    if (PLACEHOLDER.test(found.value.trim())) {
      const sentence = `${where} sets ${name} to something that looks like a placeholder. Claude Code sends it instead of your sign-in, and Anthropic refuses it.`
      return [{ code: 'credential_placeholder', severity: 'error', sentence, fix: removeLine(found) }]
    }
    const sentence = `${where} sets ${name}. Claude Code sends it instead of the sign-in of your subscription.`
    return [{ code: 'credential_set', severity: 'note', sentence }]
  })
}
