import type { Dispatcher } from 'undici'

/**
 * Longest head that is decoded as one text. Its headers are slices of that text, and any of them that is kept, in a
 * cache for example, keeps all of it. In bytes.
 */
const MAX_SHARED_BYTES = 4 * 1024

/**
 * The response's headers as text, in their original order and case. undici passes names and values as slices of the
 * received packet: decoding the packet once is faster than decoding forty slices.
 */
export function textHeaders(raw: Dispatcher.DispatchController['rawHeaders']): string[] {
  if (!Array.isArray(raw)) return []
  const head = sharedText(raw[0], raw.at(-1))
  const headers: string[] = []
  for (const part of raw) headers.push(typeof part === 'string' ? part : textOf(part, head))
  return headers
}

interface SharedText {
  bytes: ArrayBufferLike
  /** Position of the text in `bytes`. */
  from: number
  text: string
}

/** The text from the first to the last slice; undefined if they are not in the same packet. */
function sharedText(
  first: Buffer | string | undefined,
  last: Buffer | string | undefined,
): SharedText | undefined {
  if (typeof first !== 'object' || typeof last !== 'object' || first.buffer !== last.buffer) return undefined
  const from = first.byteOffset
  const length = last.byteOffset + last.length - from
  if (length < 0 || length > MAX_SHARED_BYTES) return undefined
  return { bytes: first.buffer, from, text: Buffer.from(first.buffer, from, length).toString('latin1') }
}

/** A header that came in two packets has memory of its own. */
function textOf(part: Buffer, head: SharedText | undefined): string {
  const at = part.byteOffset - (head?.from ?? 0)
  if (part.buffer !== head?.bytes || at < 0 || at + part.length > head.text.length)
    return part.toString('latin1')
  return head.text.slice(at, at + part.length)
}
