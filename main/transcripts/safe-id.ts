/** Longer names exist on no file system that Claude Code runs on. */
const MAX_ID_LENGTH = 255

/** SPEC §4.4: what may be the name of a session, or of one folder of a project. Never a way to somewhere else. */
export function isSafeId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && /^[A-Za-z0-9._-]+$/.test(id) && id !== '.' && id !== '..'
}
