import type { Span } from './scan-top-level.ts'

/** Bytes in place of a part of a text. */
export interface Patch {
  span: Span
  bytes: Uint8Array
}

/** A copy in which each part is replaced; all other bytes stay. Parts must not overlap. */
export function applyPatches(json: Buffer, patches: readonly Patch[]): Buffer {
  const parts: Uint8Array[] = []
  let from = 0
  for (const { span, bytes } of patches.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(json.subarray(from, span.start), bytes)
    from = span.end
  }
  parts.push(json.subarray(from))
  return Buffer.concat(parts)
}
