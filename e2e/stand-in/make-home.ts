import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Home {
  /** Environment that points a process to this home. */
  env: NodeJS.ProcessEnv
  remove: () => void
}

/**
 * A home folder with a Claude Code that only knows its version, so that the health checks have the same results on
 * every machine, and no spec reads the developer's own sign-in.
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
