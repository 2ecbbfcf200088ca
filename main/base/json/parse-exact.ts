declare global {
  // Available in Node since 21, but not yet in TypeScript's libraries
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
 * `JSON.parse` for values that are written back: a number that JavaScript would spell differently keeps its text when
 * `JSON.stringify` writes it.
 *
 *     {"id":12345678901234567890,"n":1.0}  →  the same, not {"id":12345678901234567000,"n":1}
 *
 * @throws SyntaxError if the text is not valid JSON
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value)
      ? JSON.rawJSON(source)
      : value,
  )
}
