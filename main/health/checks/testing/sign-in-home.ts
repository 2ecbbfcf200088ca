import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOauthCredentialsCheck, type OauthCredentialsDeps } from '../oauth-credentials.ts'

export const NOW = Date.UTC(2026, 10, 20, 12)

export const HOUR = 3_600_000

export const never = new AbortController().signal

/** A sign-in as Claude Code stores it. */
export const oauth = (change: object = {}) => ({
  claudeAiOauth: {
    accessToken: 'CANARY-access',
    refreshToken: 'CANARY-refresh',
    expiresAt: NOW + 5.5 * HOUR,
    scopes: ['user:inference'],
    subscriptionType: 'max',
    ...change,
  },
})

export interface SignInHome {
  home: string
  /** The file with Claude Code's sign-in. */
  file: string
  /** The check on this home directory. */
  create: (deps?: Partial<OauthCredentialsDeps>) => ReturnType<typeof createOauthCredentialsCheck>
  /** Writes a file dated an hour ago, so that it doesn't count as being written. */
  save: (content: string | object, path?: string, age?: number) => Promise<void>
  remove: () => Promise<void>
}

/** For tests: a temporary home directory. */
export async function createSignInHome(): Promise<SignInHome> {
  const home = await mkdtemp(join(tmpdir(), 'oauth-'))
  await mkdir(join(home, '.claude'))
  const file = join(home, '.claude', '.credentials.json')
  return {
    home,
    file,
    create: (deps = {}) =>
      createOauthCredentialsCheck({ env: {}, home, platform: 'linux', now: () => NOW, ...deps }),
    async save(content, path = file, age = HOUR) {
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
      await utimes(path, new Date(NOW - age), new Date(NOW - age))
    },
    remove: () => rm(home, { recursive: true }),
  }
}
