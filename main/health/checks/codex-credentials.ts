import { access } from 'node:fs/promises'
import type { SignInOverride } from '../../../shared/health/sign-in.ts'
import type { Check } from '../check.ts'
import { type Environment, readVariable } from '../cli/environment.ts'
import { checkSafely } from '../credentials/check-safely.ts'
import { askCodex, type LoginResponse, type RunCli } from '../credentials/ask-login.ts'
import { createSteadyReader } from '../credentials/create-steady-reader.ts'
import { describeSignIn, type SignInResult } from '../credentials/describe-sign-in.ts'
import { findCodexFiles } from '../credentials/find-codex-files.ts'
import type { Finding, Reading } from '../credentials/finding.ts'
import { parseCodex } from '../credentials/parse-codex.ts'
import { type OpenFile, readSmallFile } from '../credentials/read-file.ts'
import { type CodexStore, readCodexStore } from '../credentials/read-codex-store.ts'
import { createMemory } from '../../base/remember.ts'

const KEY = 'codex_credentials'

const ANSWER_MS = 300_000

export interface CodexCredentialsDeps {
  env: Environment
  home: string
  platform: NodeJS.Platform
  /** Milliseconds since 1970. */
  now: () => number
  /** Runs Codex. Used only when Codex stores its sign-in in a place that we can't read. */
  runCli?: RunCli
  openFile?: OpenFile
}

/**
 * Checks that Codex is signed in, and until when. Read-only. Without a Codex folder, Codex is unused, which passes as
 * `not_configured`. Details as in `createOauthCredentialsCheck`.
 */
export function createCodexCredentialsCheck(deps: CodexCredentialsDeps): Check<typeof KEY> {
  const files = findCodexFiles(deps.env, deps.home, deps.platform)
  const read = createSteadyReader(parseCodex, deps)
  const remember = createMemory<LoginResponse | undefined>(ANSWER_MS, deps.now)

  async function inspect(signal: AbortSignal): Promise<SignInResult> {
    const config = await readSmallFile(files.config, deps.openFile)
    const store = readCodexStore(config.kind === 'text' ? config.text : '')
    const reading = await look(store, signal)
    const { runCli } = deps
    const response =
      reading.finding.kind === 'keyring' && runCli !== undefined
        ? await remember(store, () => askCodex(runCli, signal))
        : undefined
    const expected = await access(files.folder).then(
      () => true,
      () => false,
    )
    const overrides = listCodexOverrides(deps.env, deps.platform)
    return describeSignIn({ ...reading, response }, { title: 'Codex', now: deps.now(), overrides, expected })
  }

  async function look(store: CodexStore, signal: AbortSignal): Promise<Reading> {
    const elsewhere = (finding: Finding): Reading => ({ finding, readAt: deps.now(), stale: false })
    if (store === 'keyring') return elsewhere({ kind: 'keyring' })
    // Held in the memory of a Codex process; any file is left over from before.
    if (store === 'ephemeral') return elsewhere({ kind: 'missing', signedOut: true })
    const reading = await read(files.auth, signal)
    return store === 'auto' && reading.finding.kind === 'missing' ? elsewhere({ kind: 'keyring' }) : reading
  }

  return {
    key: KEY,
    run: async (signal) => ({ key: KEY, ...(await checkSafely(signal, () => inspect(signal))) }),
  }
}

/** Matched by name only. `OPENAI_API_KEY` is left out: Codex doesn't use it by itself. */
function listCodexOverrides(env: Environment, platform: NodeJS.Platform): SignInOverride[] {
  return ['CODEX_API_KEY', 'CODEX_ACCESS_TOKEN']
    .filter((name) => readVariable(env, name, platform) !== undefined)
    .map((name) => ({ name, from: 'environment' }))
}
