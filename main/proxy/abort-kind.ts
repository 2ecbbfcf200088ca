/** How a connection ended before its message did: `fin` is an orderly close, `reset` a TCP RST or broken bytes. */
export type AbortKind = 'fin' | 'reset'

/**
 * Tells the two ends apart, because Claude Code does: after a reset it retries streaming with backoff, after an
 * early FIN it sends a second, non-streaming request. Changing the class changes the user's bill.
 */
export function abortKind(error: unknown): AbortKind {
  return error instanceof Error && isEarlyFin(error) ? 'fin' : 'reset'
}

/**
 * undici's words for a FIN in mid-message: "other side closed" where the answer said keep-alive; where it said
 * close, what its parser then misses: the rest of the length, or the end of the chunks (that error has no code).
 */
function isEarlyFin(error: Error): boolean {
  // Only the system's own errors have one: ECONNRESET, ETIMEDOUT, EPIPE.
  if ('errno' in error && error.errno !== undefined) return false
  const code = 'code' in error ? error.code : undefined
  if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return true
  return error.name === 'HTTPParserError' && error.message.includes('Invalid EOF state')
}
