import { createHash } from 'node:crypto'

/** OpenAI's rule, the strictest of all. MCP tools of Claude Code can have longer names and dots. */
const PLAIN = /^[a-zA-Z_][\w-]{0,63}$/

export interface ToolNames {
  toProvider: (name: string) => string
  /** Names that were not translated are returned unchanged. */
  toClient: (name: string) => string
}

/** Maps each tool name to one that every provider accepts, and back. */
export function createToolNames(): ToolNames {
  const originals = new Map<string, string>()
  return {
    toProvider(name) {
      if (PLAIN.test(name)) return name
      const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
      const translated = `${name
        .replaceAll(/[^\w-]/g, '_')
        .replace(/^[^a-zA-Z_]/, '_')
        .slice(0, 55)}_${digest}`
      originals.set(translated, name)
      return translated
    },
    toClient: (name) => originals.get(name) ?? name,
  }
}
