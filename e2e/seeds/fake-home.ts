import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface FakeHome {
  path: string
  /** Writes a file below the home folder and returns its path. */
  write: (name: string, content: string, mode?: number) => Promise<string>
  remove: () => Promise<void>
}

/** System folders only: no `claude`, no `codex`. */
export const BARE_PATH = '/usr/bin:/bin'

/** A home folder for one server, with its CLIs and sign-ins. */
export async function createFakeHome(): Promise<FakeHome> {
  const path = await mkdtemp(join(tmpdir(), 'signalbox-home-'))
  return {
    path,
    async write(name, content, mode = 0o600) {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
      await chmod(file, mode)
      return file
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** Fakes of Claude Code and Codex, with various responses to `--version`. */
export const FAKE_CLI = {
  claude: '#!/bin/sh\necho "2.0.0 (Claude Code)"\n',
  codex: '#!/bin/sh\necho "codex-cli 0.21.0"\n',
  crash: '#!/bin/sh\necho "cannot start" >&2\nexit 3\n',
  /** Writes the pid of the process that could be left behind to `pids`, in the home folder. */
  hang: '#!/bin/sh\nsleep 300 &\necho $! >> "$HOME/pids"\nwait\n',
} as const

/** A sign-in that is valid for a month. */
export function claudeCredentials(token: string): string {
  const expiresAt = Date.now() + 30 * 24 * 3_600_000
  return JSON.stringify({
    claudeAiOauth: {
      accessToken: token,
      refreshToken: token,
      expiresAt,
      scopes: ['user:inference'],
      subscriptionType: 'max',
    },
  })
}
