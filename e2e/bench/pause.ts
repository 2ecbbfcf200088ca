/** In ms. Covers work that a target batches after its responses (write queue, metrics). */
export const SETTLE_MS = 260

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
