import { access } from 'node:fs/promises'
import type { Check } from '../check.ts'
import type { Environment } from '../cli/environment.ts'
import { checkSafely } from '../credentials/check-safely.ts'
import { askClaude, type LoginResponse, type RunCli } from '../credentials/ask-login.ts'
import { createSteadyReader, type SteadyReader } from '../credentials/create-steady-reader.ts'
import { describeSignIn, type SignInResult } from '../credentials/describe-sign-in.ts'
import { findClaudeFiles } from '../credentials/find-claude-files.ts'
import type { Finding, Reading } from '../credentials/finding.ts'
import { type KeychainState, lookInKeychain, type RunSecurity } from '../credentials/keychain.ts'
import { listOverrides } from '../credentials/list-overrides.ts'
import { parseClaude } from '../credentials/parse-claude.ts'
import type { OpenFile } from '../credentials/read-file.ts'
import { createMemory } from '../../base/remember.ts'

const KEY = 'oauth2_credentials'

const ANSWER_MS = 300_000

/** Twice the five minutes before expiry at which Claude Code 2.1.329 starts to renew a sign-in. */
const NEAR_END_MS = 600_000

export interface OauthCredentialsDeps {
  env: Environment
  home: string
  platform: NodeJS.Platform
  /** Milliseconds since 1970. */
  now: () => number
  /** macOS: queries the Keychain. */
  keychain?: { run: RunSecurity; userName: string }
  /** Runs Claude Code. Without it only files are read. */
  runCli?: RunCli
  openFile?: OpenFile
}

/**
 * Checks that Claude Code is signed in, until when, and with which plan. Read-only: never writes, renews, or reads a
 * secret from the Keychain. Details are those of ccproxy-api's `oauth2_credentials`, and our own `sign_in`.
 */
export function createOauthCredentialsCheck(deps: OauthCredentialsDeps): Check<typeof KEY> {
  const { env, platform } = deps
  const files = findClaudeFiles(deps)
  const read = createSteadyReader(parseClaude, deps)
  const remember = createMemory<LoginResponse | undefined>(ANSWER_MS, deps.now)

  async function inspect(signal: AbortSignal): Promise<SignInResult> {
    const keychain =
      deps.keychain && (await lookInKeychain(env, deps.keychain.userName, deps.keychain.run, signal))
    const found: Reading =
      keychain === 'found'
        ? { finding: { kind: 'keychain' }, readAt: deps.now(), stale: false }
        : await readFirst(files.credentials, read, signal)
    const reading = { ...found, finding: orLocked(found.finding, keychain) }
    const response = await ask(reading.finding, signal)
    const overrides = await listOverrides({ ...deps, platform, settingsPath: files.settings })
    const result = describeSignIn(
      { ...reading, response },
      { title: 'Claude', now: deps.now(), overrides, expected: true },
    )
    return keychain === undefined ? result : { ...result, details: { ...result.details, keychain } }
  }

  async function ask(finding: Finding, signal: AbortSignal): Promise<LoginResponse | undefined> {
    const { runCli } = deps
    if (runCli === undefined || !mayAsk(finding, deps.now()) || !(await exists(files.state))) return undefined
    const key = 'mtimeMs' in finding ? `${finding.path} ${finding.mtimeMs}` : finding.kind
    return remember(key, () => askClaude(runCli, signal))
  }

  return {
    key: KEY,
    run: async (signal) => ({ key: KEY, ...(await checkSafely(signal, () => inspect(signal))) }),
  }
}

/** The first existing file decides, even if it is broken: Claude Code would not look further either. */
async function readFirst(
  paths: readonly string[],
  read: SteadyReader,
  signal: AbortSignal,
): Promise<Reading> {
  let first: Reading | undefined
  for (const path of paths) {
    const reading = await read(path, signal)
    if (reading.finding.kind !== 'missing') return reading
    first ??= reading
  }
  if (first === undefined) throw new RangeError('No credential locations to check')
  return first
}

/** Reports a locked Keychain only when there is no file instead, as over SSH. */
function orLocked(finding: Finding, keychain: KeychainState | undefined): Finding {
  const barred = keychain === 'locked' || keychain === 'denied'
  return barred && finding.kind === 'missing' ? { kind: 'locked' } : finding
}

/**
 * `claude auth status` takes the refresh lock and tries to renew a sign-in about to expire, so it only runs where that
 * can't happen. It never runs for the Keychain's sign-in, whose expiry is unknown.
 */
function mayAsk(finding: Finding, now: number): boolean {
  if (finding.kind === 'missing') return true
  if (finding.kind !== 'login') return false
  return finding.login.expiresAt === null || finding.login.expiresAt - now > NEAR_END_MS
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
