/** First value of a header, by lower-case name; `headers` is flat `[name, value, …]` as in Node. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.length === name.length && headers[i]?.toLowerCase() === name) return headers[i + 1]
  }
  return undefined
}

/** One string is far cheaper to send to another thread than sixty. Headers cannot contain line breaks. */
export function joinHeaders(headers: readonly string[]): string {
  return headers.join('\n')
}

export function splitHeaders(text: string): string[] {
  return text === '' ? [] : text.split('\n')
}
