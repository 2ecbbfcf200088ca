export interface Newest {
  put: (time: number, text: string) => void
  /** The texts by time; texts of the same time in order of insertion. */
  texts: () => string[]
}

/** Keeps the newest texts up to a limit and drops the oldest. Holds at most twice the limit, in characters. */
export function keepNewest(limit: number): Newest {
  let kept: { time: number; text: string }[] = []
  let size = 0

  function cut(): void {
    kept.sort((a, b) => a.time - b.time)
    let gone = 0
    for (; gone < kept.length && size > limit; gone++) size -= kept[gone]?.text.length ?? 0
    kept = kept.slice(gone)
  }
  return {
    put(time, text) {
      kept.push({ time, text })
      size += text.length
      if (size > 2 * limit) cut()
    },
    texts() {
      cut()
      return kept.map(({ text }) => text)
    },
  }
}
