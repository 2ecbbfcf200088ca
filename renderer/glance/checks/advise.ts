import type { SeenCheck } from '../../api/read-checks.ts'
import { locale, t } from '../../language/t.ts'
import { type CliState, readCli } from './read-cli.ts'
import { readProviders } from './read-providers.ts'
import { readSignIn, type SignInState } from './read-sign-in.ts'

/** A command that mends something, and the key that copies it. */
export interface Command {
  text: string
  key: string
}

/** What is, what it means and what to do. No ages: the sentence is read aloud whenever it changes. */
export interface Advice {
  sentence: string
  command?: Command
}

const INSTALL: Command = { text: 'npm install -g @anthropic-ai/claude-code', key: 'i' }
const SIGN_IN: Command = { text: 'claude auth login', key: 'l' }

/** What a check asks of the user. Undefined when it asks nothing. */
export function advise(check: SeenCheck): Advice | undefined {
  if (check.status === 'pass') return undefined
  switch (check.key) {
    case 'claude_cli':
      return onClaude()[readCli(check).state]
    case 'codex_cli':
      return onCodex()[readCli(check).state]
    case 'oauth2_credentials':
      return onClaudeSignIn()[readSignIn(check).state]
    case 'codex_credentials':
      return onCodexSignIn()[readSignIn(check).state]
    case 'providers':
      return adviseOnProviders(check)
    case 'claude_sdk':
      return undefined
    default:
      return { sentence: check.output ?? t('The check says no more.') }
  }
}

const onClaude = (): Readonly<Record<CliState, Advice | undefined>> => ({
  available: undefined,
  not_installed: { sentence: t('Claude Code was not found on this computer. Install it:'), command: INSTALL },
  binary_found_but_errors: {
    sentence: t('Claude Code was found, but does not start. Install it again:'),
    command: INSTALL,
  },
  error: { sentence: t('Claude Code was found, but does not start. Install it again:'), command: INSTALL },
  timeout: {
    sentence: t('Claude Code does not say its version. See what it does in a terminal:'),
    command: { text: 'claude --version', key: 'i' },
  },
  unchecked: { sentence: t('Whether Claude Code works could not be found out. Check again.') },
})

const onCodex = (): Readonly<Record<CliState, Advice | undefined>> => ({
  available: undefined,
  not_installed: undefined,
  binary_found_but_errors: { sentence: t('Codex was found, but does not start.') },
  error: { sentence: t('Codex was found, but does not start.') },
  timeout: { sentence: t('Codex does not say its version.') },
  unchecked: undefined,
})

const onClaudeSignIn = (): Readonly<Record<SignInState, Advice | undefined>> => ({
  present: undefined,
  refreshable: undefined,
  api_key: undefined,
  keyring: undefined,
  missing: {
    sentence: t('Claude Code is signed out. Sign in, unless you use an API key:'),
    command: SIGN_IN,
  },
  expired: {
    sentence: t('Claude’s sign-in expired. Requests fail until you sign in again:'),
    command: SIGN_IN,
  },
  invalid: {
    sentence: t('Claude’s stored sign-in cannot be used. Requests fail until you sign in again:'),
    command: SIGN_IN,
  },
  locked: {
    sentence: t(
      'The keychain with Claude’s sign-in is locked, or denies access. Unlock it, then check again.',
    ),
  },
  unreadable: {
    sentence: t('The file with Claude’s sign-in cannot be read. Let your account read it, then check again.'),
  },
  unchecked: { sentence: t('Whether Claude Code is signed in could not be found out. Check again.') },
})

const CODEX_LOGIN: Command = { text: 'codex login', key: 'x' }
const onCodexSignIn = (): Readonly<Record<SignInState, Advice | undefined>> => ({
  ...onClaudeSignIn(),
  missing: { sentence: t('Codex is signed out. Sign in:'), command: CODEX_LOGIN },
  expired: { sentence: t('Codex’s sign-in expired. Sign in again:'), command: CODEX_LOGIN },
  invalid: { sentence: t('Codex’s stored sign-in cannot be used. Sign in again:'), command: CODEX_LOGIN },
  locked: undefined,
  unreadable: { sentence: t('The file with Codex’s sign-in cannot be read.') },
  unchecked: undefined,
})

function adviseOnProviders(check: SeenCheck): Advice {
  if (check.status === 'fail' && check.output !== undefined) return { sentence: check.output }
  const unreachable = readProviders(check).filter(({ reachable }) => reachable === 'no')
  const names = unreachable.map(({ host, name }) => host ?? name)
  if (names.length === 0)
    return { sentence: t('The upstream cannot be reached. Requests fail until it can.') }
  const hosts = listed(names)
  return unreachable.some(({ name }) => name === 'anthropic')
    ? {
        sentence: t('No connection to {{hosts}}. Requests fail until it is back: check your network.', {
          hosts,
        }),
      }
    : {
        sentence: t('No connection to {{hosts}}. Requests that are routed there fail until it is back.', {
          hosts,
        }),
      }
}

/** `a`, `a and b`, `a, b and c` */
const listed = (names: string[]) => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names)
