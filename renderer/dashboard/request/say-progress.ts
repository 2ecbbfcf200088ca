import type { InFlightItem } from '../../../shared/livez.ts'
import { saySilence } from '../../status/say-silence.ts'
import { t } from '../../language/t.ts'
import { formatMs } from '../../ui/format-number.ts'

/** `Streaming for 18 s`: phase of a request in flight and its age. */
export function sayPhase({ phase, age_ms: age }: Pick<InFlightItem, 'phase' | 'age_ms'>): string {
  // Whole seconds, because the text updates once per second.
  const time = formatMs(age < 1_000 ? age : Math.floor(age / 1_000) * 1_000)
  switch (phase) {
    case 'receiving':
      return t('Receiving the request for {{time}}', { time })
    case 'connecting':
      return t('Connecting for {{time}}', { time })
    case 'waiting':
      return t('Waiting for the response for {{time}}', { time })
    case 'streaming':
      return t('Streaming for {{time}}', { time })
  }
}

/** Progress as a sentence, including a long silence. */
export function sayProgress(item: InFlightItem): string {
  const silence = saySilence(item.silent_ms ?? 0)
  return [sayPhase(item), silence].filter(Boolean).join(' · ')
}
