/** Longer texts are not cached. In characters. */
const MAX_CHARS = 256

/**
 * Caches a pure function by text: each request asks about the same few hosts, models and headers.
 *
 * @param options.max number of cached texts; when it is reached the cache is cleared
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
