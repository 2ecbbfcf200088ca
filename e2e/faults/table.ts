/** One kind of fault, repeated a number of times. */
export interface FaultRow {
  fault: string
  /** Short description of the observation. */
  seen: string
  rounds: number
  /** Number of rounds that passed. */
  held: number
  /** Distinct reasons of the failures. */
  reasons: readonly string[]
}

/** `  gzip      10/10  200 whole, 812 bytes`, followed by the reasons of failures. */
export function formatRow({ fault, seen, rounds, held, reasons }: FaultRow): string {
  const line = `  ${fault.padEnd(32)} ${`${held}/${rounds}`.padStart(7)}  ${seen}`
  return [line, ...reasons.map((reason) => `    ${reason}`)].join('\n')
}

/** Counts rounds without a `problem`. */
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

/** Runs the rounds in sequence, so that they do not disturb each other. */
export async function times<T>(rounds: number, act: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let round = 0; round < rounds; round++) results.push(await act())
  return results
}
