import { defineField } from '../json/define-field.ts'

/**
 * Merges the counts of a later stream event into earlier ones, in place. Counts are cumulative, so the last one wins;
 * null means "not counted again", as in Anthropic's own SDK (`accumulateMessage` in MessageStream.ts).
 *
 *     {"input_tokens":3,"output_tokens":1} + {"input_tokens":null,"output_tokens":9}  →  3, 9
 */
export function mergeUsage(
  before: Record<string, unknown>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const name of Object.keys(after)) {
    const value = after[name]
    if (value !== null || !Object.hasOwn(before, name)) defineField(before, name, value)
  }
  return before
}
