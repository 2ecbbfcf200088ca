import { t } from '../language/t.ts'
import { formatLargest } from '../ui/format.ts'

/** In ms. Claude Code gives up after 300 s without a byte; healthy streams ping every few seconds. */
const TOO_LONG = 60_000

/**
 * Message about a long silence. Undefined if the silence is normal.
 *
 * @param ms since the last byte, or since the phase began
 */
export function saySilence(ms: number): string | undefined {
  return ms < TOO_LONG ? undefined : t('no data for {{age}}', { age: formatLargest(ms) })
}
