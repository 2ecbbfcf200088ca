import { BASE_URL, CREDENTIALS, TOOL_SEARCH, type VariableName } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'

/** Runs a system tool; undefined when it is missing, fails or times out. */
export type RunTool = (file: string, args: readonly string[]) => Promise<string | undefined>

const ASKED = [BASE_URL, TOOL_SEARCH, ...CREDENTIALS] as const

/** Variables that the operating system passes to every program it starts for this user. */
export async function askSystem(platform: NodeJS.Platform, run: RunTool): Promise<FoundDefinition[]> {
  const ask = ASK[platform]
  if (ask === undefined) return []
  const found = await Promise.all(ASKED.map((variable) => ask(variable, run)))
  return found.filter((definition) => definition !== undefined)
}

type Ask = (variable: VariableName, run: RunTool) => Promise<FoundDefinition | undefined>

const ASK: Partial<Record<NodeJS.Platform, Ask>> = {
  async darwin(variable, run) {
    const value = (await run('launchctl', ['getenv', variable]))?.trim()
    return value ? { variable, value, place: 'launchctl' } : undefined
  },
  async win32(variable, run) {
    const value = parseRegistry((await run('reg', ['query', 'HKCU\\Environment', '/v', variable])) ?? '')
    return value === undefined ? undefined : { variable, value, place: 'windows' }
  },
}

/** `    ANTHROPIC_BASE_URL    REG_SZ    http://127.0.0.1:3456` → the address */
function parseRegistry(output: string): string | undefined {
  return /^[ \t]+\S+[ \t]+REG_(?:EXPAND_)?SZ[ \t]+(\S.*)?$/m.exec(output)?.[1]?.trim()
}
