/** A key that means the same without quotes. YAML 1.1 reads some words as booleans. */
const PLAIN_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_$][\w$-]*$/i

/** Writes JSON as block YAML with JSON-quoted strings, which YAML accepts. */
export function toYaml(json: unknown): string {
  return `${block(json, '\n').trimStart()}\n`
}

/** @param line the line break and indentation before each line */
function block(value: unknown, line: string): string {
  const isList = Array.isArray(value)
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (fields.length === 0) return ` ${JSON.stringify(value)}`
  let text = ''
  for (const [name, field] of fields) {
    // The first line of a list item follows its dash.
    if (isList) text += `${line}- ${block(field, `${line}  `).trimStart()}`
    else text += `${line}${PLAIN_KEY.test(name) ? name : JSON.stringify(name)}:${block(field, `${line}  `)}`
  }
  return text
}
