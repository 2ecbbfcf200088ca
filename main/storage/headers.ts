/** The first value of a header, by its lower-case name; flat `[name, value, …]` as Node gives them. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.length === name.length && headers[i]?.toLowerCase() === name) return headers[i + 1]
  }
  return undefined
}

/** One string goes to another thread far cheaper than sixty. No header can hold a line break. */
export function joinHeaders(headers: readonly string[]): string {
  return headers.join('\n')
}

export function splitHeaders(text: string): string[] {
  return text === '' ? [] : text.split('\n')
}
