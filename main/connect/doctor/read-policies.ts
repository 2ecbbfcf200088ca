import { posix } from 'node:path'
import type { RunTool } from './ask-system.ts'

/** Settings that an administrator distributes outside of files: as JSON text, with the place to show. */
export interface Policy {
  path: string
  text: string
}

export interface Policies {
  /** Precede the managed files, which are then ignored. The last one has the highest precedence. */
  administrator: readonly Policy[]
  /** Applies only if nothing else is managed. */
  user: readonly Policy[]
}

const NONE: Policies = { administrator: [], user: [] }

const MAC_FOLDER = '/Library/Managed Preferences'
const MAC_FILE = 'com.anthropic.claudecode.plist'
const WINDOWS_KEY = 'SOFTWARE\\Policies\\ClaudeCode'

/**
 * Reads the policies that reach Claude Code through device management on a Mac and through the registry on Windows
 * (code.claude.com/docs/en/settings, "Managed settings").
 */
export async function readPolicies(options: {
  isFile: (path: string) => Promise<boolean>
  platform: NodeJS.Platform
  userName: string
  run: RunTool
}): Promise<Policies> {
  const { platform, userName } = options
  if (platform === 'darwin') {
    const files = [posix.join(MAC_FOLDER, MAC_FILE), posix.join(MAC_FOLDER, userName, MAC_FILE)]
    const found = await Promise.all(files.map((path) => readPreferences(path, options)))
    return { administrator: found.filter((policy) => policy !== undefined), user: [] }
  }
  if (platform === 'win32') {
    const [machine, user] = await Promise.all(['HKLM', 'HKCU'].map((hive) => readRegistry(hive, options)))
    return {
      administrator: machine === undefined ? [] : [machine],
      user: user === undefined ? [] : [user],
    }
  }
  return NONE
}

async function readPreferences(
  path: string,
  { isFile, run }: { isFile: (path: string) => Promise<boolean>; run: RunTool },
): Promise<Policy | undefined> {
  // Few computers have such a file, and starting a tool costs more than looking for it.
  const text = (await isFile(path)) ? await run('plutil', ['-convert', 'json', '-o', '-', path]) : undefined
  return text === undefined ? undefined : { path, text }
}

async function readRegistry(hive: string, { run }: { run: RunTool }): Promise<Policy | undefined> {
  const path = `${hive}\\${WINDOWS_KEY}`
  const output = (await run('reg', ['query', path, '/v', 'Settings'])) ?? ''
  const text = /\bSettings[ \t]+REG_(?:EXPAND_)?SZ[ \t]+(\S[^]*)/.exec(output)?.[1]?.trim()
  return text === undefined ? undefined : { path, text }
}
