import { useMemo } from 'react'
import type { RequestLog } from '../../../shared/request-log.ts'
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
      <Empty title="There is no conversation to show.">
        {request.bodyText === undefined
          ? 'The body of this request was not kept, or it had none.'
          : 'Its body is no JSON: see Raw.'}
      </Empty>
    )
  }
  return (
    <Thread
      label="Conversation"
      turns={prompt.turns}
      now={now}
      starts="bottom"
      before={<PromptHead prompt={prompt} />}
    />
  )
}
