/** Moves an entry up (-1) or down (1). Returns the list unchanged at its ends. */
export function moveRule<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const to = index + by
  const moved = list[index]
  if (moved === undefined || to < 0 || to >= list.length) return list
  return list.toSpliced(index, 1).toSpliced(to, 0, moved)
}
