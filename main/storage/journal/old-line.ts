import type { RequestRecord } from '../../../shared/request-record.ts'
import type { EndMessage } from '../row-message.ts'

/** The end of a request in journals of versions before 0.2. */
interface OldEnd {
  who: EndMessage['endedBy']
  usage?: {
    input?: number
    output?: number
    cacheCreation?: number
    cacheCreation1h?: number
    cacheRead?: number
    serviceTier?: string
  }
  /** JSON. */
  attempts?: string
}

/** Converts the end of any version to this version's names. */
export function renameOldEnd(
  end: EndMessage | (Omit<EndMessage, 'endedBy' | 'attempts'> & OldEnd),
): EndMessage {
  if (!('who' in end)) return end
  const { who, usage = {}, attempts, ...rest } = end
  return {
    ...rest,
    endedBy: who,
    attempts: attempts === undefined ? undefined : (JSON.parse(attempts) as RequestRecord['attempts']),
    inputTokens: usage.input,
    outputTokens: usage.output,
    cacheCreationTokens: usage.cacheCreation,
    cacheCreation1hTokens: usage.cacheCreation1h,
    cacheReadTokens: usage.cacheRead,
    serviceTier: usage.serviceTier,
  }
}
