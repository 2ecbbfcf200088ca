import { t } from '../language/t.ts'
import { formatLargest } from '../ui/format.ts'

/** Claude Code gives up after 300 s without a byte; healthy streams ping every few seconds. In ms. */
const TOO_LONG = 60_000

/**
 * Says that nothing has come for long. Undefined while that is nothing special.
 *
 * @param ms since the last byte, or since the phase began
 */
export function saySilence(ms: number): string | undefined {
  return ms < TOO_LONG ? undefined : t('silent for {{age}}', { age: formatLargest(ms) })
}
