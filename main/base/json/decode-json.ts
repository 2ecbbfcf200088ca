/** Decodes a JSON text in UTF-8. @throws SyntaxError, also if there is no text */
export function decodeJson(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}
