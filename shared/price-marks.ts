/*
 * Facts of a response that change its price, as a text of words: `fast us`. A text, because sums are grouped by it:
 * usage with other marks has another price. Texts are stored, so a word never changes its meaning.
 */

/**
 * - `local`: ran on a server of the user's, which costs nothing per token
 * - `fast`: fast mode, by `usage.speed` of the response
 * - `us`: inference in the US only, by `usage.inference_geo`
 * - `batch`, `priority`: the service tier
 * - `over…k`: prompt longer than so many thousand tokens
 */
export type PriceMark = 'local' | 'fast' | 'us' | 'batch' | 'priority' | `over${number}k`

/** Prompt lengths from which a price may change, in tokens, ascending. A prompt has the mark of the longest one. */
export const PROMPT_STEPS = [100_000, 200_000, 272_000] as const

/** @param tokens length of one prompt: uncached input, cache reads and cache writes */
export function promptMark(tokens: number): PriceMark | undefined {
  const step = PROMPT_STEPS.findLast((length) => tokens > length)
  return step === undefined ? undefined : `over${step / 1000}k`
}

/** True if the marks say that the prompt was longer than a step. */
export function isPromptOver(marks: readonly string[], step: number): boolean {
  return marks.some((mark) => {
    const [, thousands] = /^over(\d+)k$/.exec(mark) ?? []
    return thousands !== undefined && Number(thousands) * 1000 >= step
  })
}

/** @returns undefined without marks */
export function joinMarks(marks: readonly (PriceMark | undefined)[]): string | undefined {
  const known = marks.filter((mark) => mark !== undefined)
  return known.length === 0 ? undefined : known.join(' ')
}

export function splitMarks(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(' ')
}
