import { t } from '../../language/t.ts'
import { EndingBlock } from './ending-block.tsx'
import { sayProgress } from './say-progress.ts'
import { useInFlight } from './use-in-flight.ts'

/** Progress of a request in flight; updates every second. */
export function OpenEnding({ id }: { id: string }) {
  const item = useInFlight(id)
  const sentence = item ? sayProgress(item) : t('Still in flight.')
  return <EndingBlock ending={{ tone: 'running', sentences: [sentence] }} />
}
