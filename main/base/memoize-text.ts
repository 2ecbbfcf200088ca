/** Longer texts are not remembered. In characters. */
const MAX_CHARS = 256

/**
 * Remembers what a pure function gave for the last texts: each request asks again about the same few hosts, models and headers.
 *
 * @param options.max texts that are remembered; then all are forgotten
 */
export function memoizeText<Result>(
  decide: (text: string) => Result,
  { max }: { max: number },
): (text: string) => Result {
  const known = new Map<string, { result: Result }>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found.result
    const result = decide(text)
    if (known.size >= max) known.clear()
    if (text.length <= MAX_CHARS) known.set(text, { result })
    return result
  }
}
