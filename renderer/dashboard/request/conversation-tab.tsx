import { useMemo } from 'react'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { useToday } from '../server/use-today.ts'
import { Thread } from '../thread/thread.tsx'
import { EndingBlock } from './ending-block.tsx'
import { PromptHead } from './prompt-head.tsx'
import { sayEnding } from './say-ending.ts'
import { sayProgress } from './say-progress.ts'
import { toPrompt } from './to-prompt.ts'
import { useInFlight } from './use-in-flight.ts'

/** Prompt, response and ending, as a conversation. */
export function ConversationTab({ request }: { request: RequestLog }) {
  const prompt = useMemo(() => toPrompt(request), [request])
  const now = useToday()
  const end = request.termination ? (
    <EndingBlock ending={sayEnding(request)} />
  ) : (
    <OpenEnding id={request.requestId} />
  )
  if (!prompt) {
    return (
      <>
        <Empty title={t('No conversation to show.')}>{whyNot(request)}</Empty>
        {end}
      </>
    )
  }
  return (
    <Thread
      label={t('Conversation')}
      turns={prompt.turns}
      now={now}
      starts="bottom"
      before={<PromptHead prompt={prompt} />}
      after={end}
    />
  )
}

/** Progress of a request in flight; updates every second. */
function OpenEnding({ id }: { id: string }) {
  const item = useInFlight(id)
  const sentence = item ? sayProgress(item) : t('Still in flight.')
  return <EndingBlock ending={{ tone: 'running', sentences: [sentence] }} />
}

function whyNot({ bodyText, body }: RequestLog): string {
  if (bodyText !== undefined) return t('The request body isn’t valid JSON. See the Raw tab.')
  return body === undefined
    ? t('The body of this request wasn’t captured, or the request had none.')
    : t('The request body isn’t a conversation. See the Raw tab.')
}
