import type { ProbeOutcome } from '../cli/run-probe.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'

const LIMIT_MS = 5_000

/** Runs `claude` or `codex` with these arguments. Must settle once the signal is aborted. */
export type RunCli = (args: readonly string[], signal: AbortSignal) => Promise<ProbeOutcome>

export interface LoginResponse {
  logged_in: boolean
  auth_method?: string
  user?: string
}

/**
 * Runs `claude auth status`: JSON, exit code 0 or 1. Undefined without a clear result within 5 s. Must not run for a
 * sign-in about to expire: Claude Code 2.1.329 then tries to renew it, which we must not cause. Rejects only with the
 * signal's reason.
 */
export async function askClaude(run: RunCli, signal: AbortSignal): Promise<LoginResponse | undefined> {
  const outcome = await runLimited(run, ['auth', 'status'], signal)
  if (outcome === undefined) return undefined
  const json = parseJson(outcome.stdout)
  if (!isRecord(json) || typeof json['loggedIn'] !== 'boolean') return undefined
  const method = matching(json['authMethod'], /^[\w.-]{1,30}$/)
  const user = matching(json['email'], /^[^\s@]{1,100}@[^\s@]{1,100}$/)
  return {
    logged_in: json['loggedIn'],
    ...(method === undefined ? {} : { auth_method: method }),
    ...(user === undefined ? {} : { user }),
  }
}

/**
 * Runs `codex login status`: exit code 0 or 1, text on stderr. Only its meaning is kept, because it quotes part of an
 * API key. Undefined without a clear result within 5 s; exit code 1 may also mean that Codex can't read its own file.
 * Rejects only with the signal's reason.
 */
export async function askCodex(run: RunCli, signal: AbortSignal): Promise<LoginResponse | undefined> {
  const outcome = await runLimited(run, ['login', 'status'], signal)
  if (outcome === undefined) return undefined
  const words = `${outcome.stdout}\n${outcome.stderr}`
  if (outcome.code === 0)
    return { logged_in: true, auth_method: /api key/i.test(words) ? 'api_key' : 'chatgpt' }
  return /not logged in/i.test(words) ? { logged_in: false } : undefined
}

type Exit = Extract<ProbeOutcome, { kind: 'exited' }>

async function runLimited(
  run: RunCli,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Exit | undefined> {
  try {
    const outcome = await run(args, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]))
    return outcome.kind === 'exited' && (outcome.code === 0 || outcome.code === 1) ? outcome : undefined
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

function matching(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined
}
