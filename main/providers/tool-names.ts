import { createHash } from 'node:crypto'

/** OpenAI's rule, the narrowest of all. MCP tools of Claude Code can have longer names and dots. */
const PLAIN = /^[a-zA-Z_][\w-]{0,63}$/

export interface ToolNames {
  toProvider: (name: string) => string
  /** A name that was not translated comes back as it is. */
  toClient: (name: string) => string
}

/** Gives each tool a name that every provider takes, and finds the tool again by it. */
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
