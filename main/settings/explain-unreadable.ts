/** The reason for an unreadable file in a few words: `a folder`, or the system's error code. */
export function explainUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return WORDS[code] ?? code
}

const WORDS: Partial<Record<string, string>> = {
  EISDIR: 'a folder',
  EFTYPE: 'a pipe or a device',
  EFBIG: 'too large',
  ENOENT: 'missing',
}
