import { coded, toMessage } from '../../../shared/language/say.ts'
import type { SignInResult } from './describe-sign-in.ts'

/**
 * Runs a credential check and reduces unexpected errors to their code, because a message could quote a file. Rejects
 * only with the signal's reason.
 */
export async function checkSafely(
  signal: AbortSignal,
  work: () => Promise<SignInResult>,
): Promise<SignInResult> {
  signal.throwIfAborted()
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    const name = nameOf(error)
    return {
      status: 'fail',
      details: { auth_status: 'error', error: `Unexpected error: ${name}`, credentials_path: null },
      message: toMessage(coded('check.error', { error: name })),
    }
  }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const name = 'code' in error ? String(error.code) : error.name
  return /^\w{1,40}$/.test(name) ? name : 'unknown'
}
