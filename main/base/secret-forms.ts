/** Maximum number of decodings: each of several chained gateways may decode once. */
const MAX_DECODINGS = 3

/** The bytes of a text as sent, one per character: in UTF-8, and in Latin-1 if possible. */
export function bytesOf(text: string): string[] {
  const utf8 = Buffer.from(text).toString('latin1')
  return utf8 === text || /[^\0-\xff]/.test(text) ? [utf8] : [utf8, text]
}

/**
 * Substrings found in every base64 text that contains these bytes at any offset: the characters that depend on them
 * alone, for each of the three possible alignments, in both alphabets.
 */
export function base64Needles(bytes: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.from('\0'.repeat(before) + bytes, 'latin1')
    // Each character encodes six bits: characters shared with the bytes before are dropped, and the last unless full.
    const needle = padded
      .toString('base64')
      .slice(Math.ceil((8 * before) / 6), Math.floor((8 * padded.length) / 6))
    return [needle, needle.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** The text and its percent-decoded forms, up to three times, with `+` as itself and as a space. */
export function decodings(text: string): string[] {
  const forms = [text]
  if (text.includes('+')) forms.push(text.replaceAll('+', ' '))
  const spaced = forms.length
  for (let i = 0; i < MAX_DECODINGS * spaced; i++) {
    const form = forms[i] ?? ''
    forms.push(form.includes('%') ? percentDecode(form) : form)
  }
  return [...new Set(forms)]
}

/** Also `%u20ac`, as JavaScript's `escape` writes it. Invalid escapes stay unchanged. */
function percentDecode(text: string): string {
  const from = Buffer.from(text.replaceAll(UNICODE_ESCAPES, decodeUnicode), 'latin1')
  let length = 0
  for (let i = 0; i < from.length; i++) {
    const byte = from[i] === PERCENT ? hexPair(from, i + 1) : undefined
    from[length++] = byte ?? from[i] ?? 0
    if (byte !== undefined) i += 2
  }
  return from.toString('latin1', 0, length)
}

const PERCENT = 0x25
/** A run of them, because a character beyond U+FFFF is two. */
const UNICODE_ESCAPES = /(?:%u[\da-f]{4})+/gi

/** `%u20ac` → the bytes of `€` in UTF-8, one per character */
function decodeUnicode(escapes: string): string {
  const units = escapes.slice(2).split(/%u/i)
  const text = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)))
  return Buffer.from(text).toString('latin1')
}

function hexPair(bytes: Uint8Array, at: number): number | undefined {
  const high = hexDigit(bytes[at])
  const low = hexDigit(bytes[at + 1])
  return high === undefined || low === undefined ? undefined : high * 16 + low
}

function hexDigit(byte = 0): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined
}
