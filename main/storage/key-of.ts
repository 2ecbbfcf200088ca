/** The request id reversed, so that a search by its last characters is a prefix search. Its own inverse. */
export function keyOf(requestId: string): string {
  if (/^[ -~]*$/.test(requestId)) {
    let reversed = ''
    for (let at = requestId.length - 1; at >= 0; at--) reversed += requestId[at]
    return reversed
  }
  return Array.from(requestId.toWellFormed().replaceAll('\0', '\uFFFD')).toReversed().join('')
}
