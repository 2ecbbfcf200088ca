declare global {
  // Node has both since 21; TypeScript's libraries do not name them yet
  // (https://github.com/tc39/proposal-json-parse-with-source).
  interface JSON {
    rawJSON: (text: string) => unknown
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown
  }
}

/**
 * `JSON.parse` for values that are written again: a number that JavaScript would spell otherwise keeps its text,
 * and `JSON.stringify` writes that.
 *
 *     {"id":12345678901234567890,"n":1.0}  →  the same, not {"id":12345678901234567000,"n":1}
 *
 * @throws SyntaxError for a text that is no JSON
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value)
      ? JSON.rawJSON(source)
      : value,
  )
}
