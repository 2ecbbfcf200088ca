/** The way a connection ended before its message did: `fin` is an orderly close, `reset` a TCP RST or corrupt bytes. */
export type AbortKind = 'fin' | 'reset'

/**
 * Distinguishes the two because Claude Code does: after a reset it retries streaming with backoff, after an early FIN
 * it sends a second, non-streaming request. Reporting the wrong kind changes the user's bill.
 */
export function abortKind(error: unknown): AbortKind {
  return error instanceof Error && isEarlyFin(error) ? 'fin' : 'reset'
}

/**
 * undici's errors for a FIN in mid-message: "other side closed" if the response was keep-alive; otherwise its parser
 * reports missing content length, or a missing end of chunks (that error has no code).
 */
function isEarlyFin(error: Error): boolean {
  // Only system errors have one: ECONNRESET, ETIMEDOUT, EPIPE.
  if ('errno' in error && error.errno !== undefined) return false
  const code = 'code' in error ? error.code : undefined
  if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return true
  return error.name === 'HTTPParserError' && error.message.includes('Invalid EOF state')
}
