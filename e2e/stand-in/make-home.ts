import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Home {
  /** Makes a process believe that it belongs to this user. */
  env: NodeJS.ProcessEnv
  remove: () => void
}

/**
 * A home folder with a Claude Code that only knows its version: the health checks then find the same on every
 * machine, and no spec ever looks at the developer's own sign-in.
 */
export function makeHome(): Home {
  const home = mkdtempSync(join(tmpdir(), 'signalbox-home-'))
  const windows = process.platform === 'win32'
  const claude = join(home, 'tools', windows ? 'claude.cmd' : 'claude')
  mkdirSync(join(home, 'tools'))
  const version = '2.1.329 (Claude Code)'
  writeFileSync(claude, windows ? `@echo ${version}\r\n` : `#!/bin/sh\necho '${version}'\n`)
  chmodSync(claude, 0o755)
  return {
    env: { HOME: home, USERPROFILE: home, CLAUDE_CLI_PATH: claude },
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  }
}
