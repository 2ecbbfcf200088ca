/** Part of a body: literal bytes, or the id of a shared block. */
export type Chunk = Uint8Array | number

/** Maximum bytes of an encoded number, for values below 2^56. */
const MAX_DIGITS = 8

/**
 * Encodes pieces as bytes. Each begins with a number in base 128, low digits first: even = twice the length of the
 * bytes that follow, odd = the distance from the last block id, with the sign in the second bit.
 */
export function writeChunkList(pieces: readonly Chunk[]): Buffer {
  const own = pieces.reduce<number>((sum, piece) => sum + (typeof piece === 'number' ? 0 : piece.length), 0)
  const recipe = Buffer.allocUnsafe(own + pieces.length * MAX_DIGITS)
  let last = 0
  let at = 0
  for (const piece of pieces) {
    if (typeof piece === 'number') {
      const distance = piece - last
      last = piece
      at = writeNumber(recipe, at, (distance < 0 ? -distance * 2 - 1 : distance * 2) * 2 + 1)
    } else if (piece.length > 0) {
      at = writeNumber(recipe, at, piece.length * 2)
      recipe.set(piece, at)
      at += piece.length
    }
  }
  return recipe.subarray(0, at)
}

/** @throws RangeError if the recipe is damaged */
export function readChunkList(recipe: Buffer): Chunk[] {
  const pieces: Chunk[] = []
  let last = 0
  for (let at = 0; at < recipe.length;) {
    const head = readNumber(recipe, at)
    at = head.end
    if (head.value % 2 === 0) {
      if (at + head.value / 2 > recipe.length) throw new RangeError('the recipe ends early')
      pieces.push(recipe.subarray(at, (at += head.value / 2)))
    } else {
      const zigzag = (head.value - 1) / 2
      last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
      pieces.push(last)
    }
  }
  return pieces
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
