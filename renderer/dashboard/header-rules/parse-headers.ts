interface Header {
  name: string
  value: string
}

/** `> x-a: 1` → `{ name: 'x-a', value: '1' }`, for each line that is a header. */
export function parseHeaders(text: string): Header[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*(?:[<>]\s*)?([!#$%&'*+\-.^_`|~\w]+):(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }]
  })
}
