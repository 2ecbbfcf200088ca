/** The request id reversed, so that a search by its last characters is a prefix search. Its own inverse. */
export function keyOf(requestId: string): string {
  if (/^[ -~]*$/.test(requestId)) return requestId.split('').toReversed().join('')
  return Array.from(requestId.toWellFormed().replaceAll('\0', '\uFFFD')).toReversed().join('')
}
