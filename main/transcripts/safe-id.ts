/** Longest file name on any file system that Claude Code runs on. */
const MAX_ID_LENGTH = 255

/**
 * True for a valid session name or project folder name. Rejects separators and `..`, so that it cannot lead out of the
 * root.
 */
export function isSafeId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && /^[A-Za-z0-9._-]+$/.test(id) && id !== '.' && id !== '..'
}
