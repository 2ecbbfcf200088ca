import type { Message } from '../en.ts'

/** Problems that a health check found. {product} is Claude or Codex. */
export const CHECKS_EN = {
  'check.timeout': 'No result within {seconds} s.',
  'check.error': 'Unexpected error ({error}).',

  'check.cli_not_found': 'The command {command} wasn’t found.',
  'check.cli_timeout': '{command} didn’t respond in time.',
  'check.cli_not_started': '{command} couldn’t be started: {cause}',
  'check.cli_failed': '{command} failed: {output}',
  'check.cli_failed_silently': '{command} failed without an error message (exit code {code}).',

  'check.sign_in_not_found': 'No credentials file of {product} was found.',
  'check.sign_in_signed_out': '{product} is signed out.',
  'check.sign_in_rejected': '{product} doesn’t accept its stored sign-in.',
  'check.sign_in_unusable': 'The credentials file of {product} holds no usable sign-in.',
  'check.sign_in_unreadable': 'The credentials file of {product} can’t be read ({code}).',
  'check.sign_in_locked': 'The credentials of {product} are in a keychain that is locked or denies access.',

  'check.sdk_not_found': 'No package of the Claude SDK was found.',
  'check.sdk_unreadable': 'The package {package} can’t be read ({code}).',
  'check.sdk_invalid': 'The package {package} has no valid package.json.',

  'check.storage_displaced': 'The request log was deleted, moved or replaced while Signalbox was running.',
  'check.storage_failed': 'The database reports an error. See Signalbox’s log.',
} as const satisfies Record<string, Message>
