/** The request id back to front; and, since twice that is the id again, the id of a key. */
export function keyOf(requestId: string): string {
  if (/^[ -~]*$/.test(requestId)) return requestId.split('').toReversed().join('')
  return Array.from(requestId.toWellFormed().replaceAll('\0', '\uFFFD')).toReversed().join('')
}
