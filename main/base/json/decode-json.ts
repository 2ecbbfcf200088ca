/** The value of a JSON text in UTF-8. @throws SyntaxError, also where there is no text at all */
export function decodeJson(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}
