/**
 * Reads `SUBAGENT_MAPPINGS`; a model may itself contain a colon.
 *
 *     code-reviewer:gpt-4o,local:ollama/qwen:7b  →  code-reviewer = gpt-4o, local = ollama/qwen:7b
 */
export function readMappings(text: string | undefined): [agent: string, model: string][] {
  return (text ?? '').split(',').flatMap((pair) => {
    const colon = pair.indexOf(':')
    const agent = pair.slice(0, colon).trim()
    const model = pair.slice(colon + 1).trim()
    return colon > 0 && agent !== '' && model !== '' ? [[agent, model] satisfies [string, string]] : []
  })
}
