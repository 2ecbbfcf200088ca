/** Rounds of percent-decoding; a router decodes once. */
const DECODINGS = 3

/**
 * True for every spelling of a path below `/v1`, including those that our router refuses: `//v1/x`, `/%76%31/x`,
 * `/V1/x`, `/./v1`, `/x/../v1`, `\\v1`, `http://host/v1/x`. Linear in the length of the target.
 */
export function isV1Path(target: string): boolean {
  const path = target.replace(/^http:\/\/[^/]*/i, '').split(/[?#]/, 1)[0] ?? ''
  let decoded = path
  for (let round = 0; round < DECODINGS; round++) decoded = decodeOnce(decoded)
  return [path, decoded].some((spelling) => {
    const segments = spelling
      .toLowerCase()
      .split(/[/\\]/)
      .map((segment) => segment.replace(/[;?#\0].*/s, '').trim())
      .filter((segment) => segment !== '' && segment !== '.')
    return segments[0] === 'v1' || resolve(segments)[0] === 'v1'
  })
}

/** Invalid escapes stay unchanged. */
function decodeOnce(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function resolve(segments: readonly string[]): string[] {
  const path: string[] = []
  for (const segment of segments) {
    if (segment === '..') path.pop()
    else path.push(segment)
  }
  return path
}
