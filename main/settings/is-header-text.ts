/** True for text that can be sent as a credential in a header: printable ASCII, without spaces at either end. */
export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)
}
