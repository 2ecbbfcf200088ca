import { createHash } from 'node:crypto'
import { type Environment, readVariable } from '../cli/environment.ts'
import { type ProbeOutcome, runProbe } from '../cli/run-probe.ts'

export type KeychainState = 'found' | 'not_found' | 'locked' | 'denied' | 'unavailable'

export type RunSecurity = (args: readonly string[], signal: AbortSignal) => Promise<ProbeOutcome>

/**
 * State of Claude Code's item in the login Keychain. Omits `-w` and `-g`, so that `security` reads no secret and macOS
 * shows no prompt. Rejects only with the signal's reason.
 */
export async function lookInKeychain(
  env: Environment,
  userName: string,
  run: RunSecurity,
  signal: AbortSignal,
): Promise<KeychainState> {
  const { service, account } = keychainItem(env, userName)
  const outcome = await run(['find-generic-password', '-s', service, '-a', account], signal)
  return outcome.kind === 'exited' ? toState(outcome.code) : 'unavailable'
}

/**
 * The name of Claude Code's item. A custom config folder appends the first 8 hex digits of the SHA-256 of its path, as
 * written and in NFC; an empty `CLAUDE_SECURESTORAGE_CONFIG_DIR` means the default (Claude Code 2.1.329).
 *
 * @internal exported for its test
 */
export function keychainItem(env: Environment, userName: string): { service: string; account: string } {
  const secure = env['CLAUDE_SECURESTORAGE_CONFIG_DIR']
  const folder = secure ?? readVariable(env, 'CLAUDE_CONFIG_DIR', 'darwin') ?? ''
  const digest = createHash('sha256').update(folder.normalize('NFC')).digest('hex').slice(0, 8)
  const user = readVariable(env, 'USER', 'darwin') ?? userName
  return {
    service: folder === '' ? 'Claude Code-credentials' : `Claude Code-credentials-${digest}`,
    account: /^[a-zA-Z0-9._-]+$/.test(user) ? user : 'claude-code-user',
  }
}

/** Runs macOS's own tool with a limit of 5 s. `file` is for tests. */
export function createRunSecurity(home: string, file = '/usr/bin/security'): RunSecurity {
  return (args, signal) =>
    runProbe(
      { file, args: [...args], verbatim: false },
      { cwd: home, env: { HOME: home }, timeoutMs: 5_000, signal, platform: process.platform },
    )
}

/** `security` exits with the low byte of the OSStatus (SecBase.h): -25300 → 44. */
function toState(code: number): KeychainState {
  switch (code) {
    case 0:
      return 'found'
    case 44: // errSecItemNotFound
    case 37: // errSecNoDefaultKeychain
    case 50: // errSecNoSuchKeychain
      return 'not_found'
    case 36: // errSecInteractionNotAllowed: locked, and no user to unlock it (SSH)
      return 'locked'
    case 51: // errSecAuthFailed
    case 128: // errSecUserCanceled
      return 'denied'
    default:
      return 'unavailable'
  }
}
