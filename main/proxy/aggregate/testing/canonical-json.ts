/** Strings (which may contain digits) and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** A JSON text with sorted members and each number as its original text: `1.0` → `"number 1.0"`. */
export function canonicalJson(json: string): string {
  const value: unknown = JSON.parse(
    json.replaceAll(TOKENS, (token) => (token.startsWith('"') ? token : `"number ${token}"`)),
  )
  return write(value)
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${write(inner)}`).join(',')}}`
}
