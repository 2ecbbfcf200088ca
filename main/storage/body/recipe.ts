/** What a body is made of: bytes of its own, and the ids of blocks that it shares with others. */
export type Piece = Uint8Array | number

/**
 * Pieces as bytes. Each begins with a number in base 128, low digits first: even = twice the length of the bytes that
 * follow, odd = the distance from the last block id, sign in the second bit.
 */
export function writeRecipe(pieces: readonly Piece[]): Buffer {
  const parts: Uint8Array[] = []
  let last = 0
  for (const piece of pieces) {
    if (typeof piece === 'number') {
      const distance = piece - last
      last = piece
      parts.push(digits((distance < 0 ? -distance * 2 - 1 : distance * 2) * 2 + 1))
    } else if (piece.length > 0) {
      parts.push(digits(piece.length * 2), piece)
    }
  }
  return Buffer.concat(parts)
}

/** @throws RangeError where the recipe is damaged */
export function readRecipe(recipe: Buffer): Piece[] {
  const pieces: Piece[] = []
  let last = 0
  let at = 0
  function number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const digit = recipe.readUInt8(at++)
      value += (digit & 0x7f) * factor
      if (digit < 0x80) return value
    }
  }
  while (at < recipe.length) {
    const head = number()
    if (head % 2 === 0) {
      if (at + head / 2 > recipe.length) throw new RangeError('the recipe ends early')
      pieces.push(recipe.subarray(at, (at += head / 2)))
    } else {
      const zigzag = (head - 1) / 2
      last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
      pieces.push(last)
    }
  }
  return pieces
}

function digits(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  bytes.push(rest)
  return Buffer.from(bytes)
}
