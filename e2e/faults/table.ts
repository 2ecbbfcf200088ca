/** One kind of fault, met a number of times. */
export interface FaultRow {
  fault: string
  /** What happened, in a few words or figures. */
  seen: string
  rounds: number
  /** In how many of them everything held. */
  held: number
  /** Why it did not, once for each reason. */
  reasons: readonly string[]
}

/** `  gzip      10/10  200 whole, 812 bytes`, and below it why something did not hold. */
export function formatRow({ fault, seen, rounds, held, reasons }: FaultRow): string {
  const line = `  ${fault.padEnd(32)} ${`${held}/${rounds}`.padStart(7)}  ${seen}`
  return [line, ...reasons.map((reason) => `    ${reason}`)].join('\n')
}

/** Counts rounds whose `problem` is undefined. */
export function toRow(
  fault: string,
  rounds: readonly { seen: string; problem: string | undefined }[],
): FaultRow {
  return {
    fault,
    seen: [...new Set(rounds.map(({ seen }) => seen))].slice(0, 3).join(' | '),
    rounds: rounds.length,
    held: rounds.filter(({ problem }) => problem === undefined).length,
    reasons: [...new Set(rounds.flatMap(({ problem }) => problem ?? []))],
  }
}

/** One after the other, so that no round disturbs another. */
export async function times<T>(rounds: number, act: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let round = 0; round < rounds; round++) results.push(await act())
  return results
}
