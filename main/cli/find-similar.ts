/** Typing mistakes up to this many letters are recognized; in short words, fewer. */
const MAX_MISTAKES = 2

/** The most similar of the names, such as `--port` for `--prot`; undefined if none is close. Pure. */
export function findSimilar(word: string, names: readonly string[]): string | undefined {
  const limit = Math.min(MAX_MISTAKES, Math.floor(word.length / 2))
  const close = names
    // The comparison takes the product of both lengths.
    .filter((name) => Math.abs(name.length - word.length) <= limit)
    .map((name) => ({ name, mistakes: countMistakes(word, name) }))
    .filter(({ mistakes }) => mistakes <= limit)
  return close.toSorted((a, b) => a.mistakes - b.mistakes)[0]?.name
}

/** Letters to insert, remove, replace or swap with their neighbour: the optimal string alignment distance. */
function countMistakes(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? at(beforeLast, j - 2) + 1 : Infinity
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped))
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
