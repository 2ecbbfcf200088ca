import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import { readEventData } from '../../base/anthropic/read-event-data.ts'

const NAME = 'cache_miss_reason'

/**
 * The API's own reason for a cache miss, such as `system_changed`. It is in the message, or in an event of a stream.
 *
 * @param text the response's body
 * @see https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics
 */
export function readSaid(text: string): string | undefined {
  if (!text.includes(NAME)) return undefined
  const documents = text.startsWith('{') ? [text] : readEventData(text).filter((data) => data.includes(NAME))
  for (const document of documents) {
    const parsed = parseJson(document)
    const holders = [parsed, memberOf(parsed, 'message'), memberOf(parsed, 'delta')]
    for (const holder of holders) {
      const type = memberOf(memberOf(memberOf(holder, 'diagnostics'), NAME), 'type')
      if (typeof type === 'string') return type
    }
  }
  return undefined
}
