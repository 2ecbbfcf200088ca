import { AppError } from '../../../shared/errors.ts'
import type { Rig } from './create-rig.ts'

export const URL = 'http://127.0.0.1:3456'

export const SETTINGS = `{
    "permissions": { "allow": ["Bash(ls)"] },
    "env": { "FOO": "bar" },
    "model": "opus"
}
`

export const CONNECTED = SETTINGS.replace('"FOO": "bar"', `"FOO": "bar", "ANTHROPIC_BASE_URL": "${URL}"`)

/** Sessions that never reread their settings. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

/** The error with which a promise rejects. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError, got ${String(error)}`)
}

/** A connector that listens and has connected Claude Code. */
export async function connected(rig: Rig) {
  const connector = rig.connector()
  await connector.listening(URL)
  await connector.connect({})
  return connector
}
