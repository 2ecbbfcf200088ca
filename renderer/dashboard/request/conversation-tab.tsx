import { useMemo, useState } from 'react'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { useToday } from '../server/use-today.ts'
import { Thread } from '../thread/thread.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './conversation-tab.module.css'
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
  const [place, setPlace] = useState<'top' | 'bottom'>('bottom')
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
    <>
      <Jumps hasSystem={prompt.system.length > 0} onJump={setPlace} />
      <Thread
        // A new one begins at its place, with what belongs there open.
        key={place}
        label={t('Conversation')}
        turns={prompt.turns}
        now={now}
        starts={place}
        before={<PromptHead prompt={prompt} isOpen={place === 'top'} />}
        after={end}
      />
    </>
  )
}

/** A conversation opens at its end, and may be as long as a book. */
function Jumps({ hasSystem, onJump }: { hasSystem: boolean; onJump: (place: 'top' | 'bottom') => void }) {
  return (
    <p className={styles.jumps}>
      <Button kind="quiet" onClick={() => onJump('top')}>
        {hasSystem ? t('Show the system prompt') : t('Go to the beginning')}
      </Button>
      <Button kind="quiet" onClick={() => onJump('bottom')}>
        {t('Show the response')}
      </Button>
    </p>
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
