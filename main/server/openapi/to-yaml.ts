/** A key that reads the same without quotes. YAML 1.1 takes some words for true or false. */
const PLAIN_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_$][\w$-]*$/i

/** JSON as YAML in blocks: every text in quotes, as YAML has taken them from JSON. */
export function toYaml(json: unknown): string {
  return `${block(json, '\n').trimStart()}\n`
}

/** @param line the line break before each line of it, with its indentation */
function block(value: unknown, line: string): string {
  const isList = Array.isArray(value)
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (fields.length === 0) return ` ${JSON.stringify(value)}`
  let text = ''
  for (const [name, field] of fields) {
    // What stands in a list begins behind its dash.
    if (isList) text += `${line}- ${block(field, `${line}  `).trimStart()}`
    else text += `${line}${PLAIN_KEY.test(name) ? name : JSON.stringify(name)}:${block(field, `${line}  `)}`
  }
  return text
}
