/** Long enough for what a target does in batches after its answers (write queue, metrics), in ms. */
export const SETTLE_MS = 260

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
