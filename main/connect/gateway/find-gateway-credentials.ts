import type { FoundDefinition } from '../doctor/found-definition.ts'
import { CREDENTIALS, CUSTOM_HEADERS } from '../variables.ts'

/**
 * Names of settings that hold a credential of the gateway. Claude Code sends them to whatever address it has, so
 * with another upstream they would reach a foreign host. A key of Anthropic's own form belongs to Anthropic.
 */
export function findGatewayCredentials({
  definitions,
  hasKeyHelper,
}: {
  definitions: readonly FoundDefinition[]
  /** The settings name an `apiKeyHelper`. */
  hasKeyHelper: boolean
}): string[] {
  const names = [...CREDENTIALS, CUSTOM_HEADERS].filter((name) =>
    definitions.some(
      ({ variable, value }) => variable === name && value.trim() !== '' && !value.startsWith('sk-ant-'),
    ),
  )
  return hasKeyHelper ? [...names, 'apiKeyHelper'] : names
}
