import type { Keys } from './use-keys.ts'

interface RowMoves {
  count: number
  /** Index to move from; beyond an end for a list without a current row. */
  from: () => number
  goTo: (index: number) => void
}

/** J, K and the arrows move by one row, and stop at either end. */
export function rowKeys({ count, from, goTo }: RowMoves): Keys {
  const move = (step: -1 | 1) => {
    if (count > 0) goTo(Math.max(0, Math.min(count - 1, from() + step)))
  }
  const [down, up] = [() => move(1), () => move(-1)]
  return { j: down, ArrowDown: down, k: up, ArrowUp: up }
}
