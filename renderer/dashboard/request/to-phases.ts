import type { ResponseLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'

export interface Phase {
  name: 'wait' | 'body'
  label: string
  /** Since the start of the request, in ms. */
  from: number
  ms: number
}

/** Phases of a response. Undefined while unknown. */
export function toPhases(response: ResponseLog | undefined): Phase[] | undefined {
  const total = response?.responseTime
  if (total === undefined) return undefined
  const first = response?.timeToFirstByte
  if (first === undefined) return [{ name: 'wait', label: t('No response'), from: 0, ms: total }]
  return [
    { name: 'wait', label: t('Time to first byte'), from: 0, ms: first },
    {
      name: 'body',
      label: response?.isStreaming ? t('Streaming') : t('Receiving'),
      from: first,
      ms: Math.max(0, total - first),
    },
  ]
}
