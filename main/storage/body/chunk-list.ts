/**
 * Part of a body: literal bytes, or the id of a shared block. A stored body is a list of chunks; its boundaries are the
 * positions in the body where a chunk ends and the next one begins. The column `recipe` holds the list, compressed.
 */
export type Chunk = Uint8Array | number

/** Maximum bytes of an encoded number, for values below 2^56. */
const MAX_DIGITS = 8

/**
 * Encodes chunks as bytes. Each begins with a number in base 128, low digits first: even = twice the length of the
 * bytes that follow, odd = the distance from the last block id, with the sign in the second bit.
 */
export function writeChunkList(chunks: readonly Chunk[]): Buffer {
  const own = chunks.reduce<number>((sum, chunk) => sum + (typeof chunk === 'number' ? 0 : chunk.length), 0)
  const list = Buffer.allocUnsafe(own + chunks.length * MAX_DIGITS)
  let last = 0
  let at = 0
  for (const chunk of chunks) {
    if (typeof chunk === 'number') {
      const distance = chunk - last
      last = chunk
      at = writeNumber(list, at, (distance < 0 ? -distance * 2 - 1 : distance * 2) * 2 + 1)
    } else if (chunk.length > 0) {
      at = writeNumber(list, at, chunk.length * 2)
      list.set(chunk, at)
      at += chunk.length
    }
  }
  return list.subarray(0, at)
}

/** @throws RangeError if the list is damaged */
export function readChunkList(list: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  let last = 0
  for (let at = 0; at < list.length;) {
    const head = readNumber(list, at)
    at = head.end
    if (head.value % 2 === 0) {
      if (at + head.value / 2 > list.length) throw new RangeError('chunk list ends early')
      chunks.push(list.subarray(at, (at += head.value / 2)))
    } else {
      const zigzag = (head.value - 1) / 2
      last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
      chunks.push(last)
    }
  }
  return chunks
}

/** @returns the position after the number */
export function writeNumber(bytes: Buffer, start: number, value: number): number {
  let at = start
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80
  bytes[at++] = rest
  return at
}

/** @throws RangeError if the bytes end first */
export function readNumber(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0
  let at = start
  for (let factor = 1; ; factor *= 128) {
    const digit = bytes.readUInt8(at++)
    value += (digit & 0x7f) * factor
    if (digit < 0x80) return { value, end: at }
  }
}
