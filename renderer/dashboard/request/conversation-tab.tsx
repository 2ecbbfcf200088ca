import { useMemo } from 'react'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { useToday } from '../server/use-today.ts'
import { Thread } from '../thread/thread.tsx'
import { PromptHead } from './prompt-head.tsx'
import { toPrompt } from './to-prompt.ts'

/** What was asked and what was answered, as a conversation. */
export function ConversationTab({ request }: { request: RequestLog }) {
  const prompt = useMemo(() => toPrompt(request), [request])
  const now = useToday()
  if (!prompt) {
    return (
      <Empty title={t('There is no conversation to show.')}>
        {request.bodyText === undefined
          ? t('The body of this request was not kept, or it had none.')
          : t('Its body is no JSON: see Raw.')}
      </Empty>
    )
  }
  return (
    <Thread
      label={t('Conversation')}
      turns={prompt.turns}
      now={now}
      starts="bottom"
      before={<PromptHead prompt={prompt} />}
    />
  )
}
