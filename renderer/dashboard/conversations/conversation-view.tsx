import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Conversation } from '../../../shared/conversations.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatAge, formatExact } from '../../ui/format.ts'
import { formatShort } from '../../ui/format-number.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { ReadFailure } from '../data/read-failure.tsx'
import { toTokens } from '../requests/to-tokens.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import { useToday } from '../server/use-today.ts'
import { Thread } from '../thread/thread.tsx'
import styles from './conversation-view.module.css'
import { resumeCommand } from './resume-command.ts'
import { toTranscript } from './to-transcript.ts'
import { useConversation } from './use-conversations.ts'

interface ConversationViewProps {
  id: string
  project: string
  /** The transcript line to scroll to. */
  at: string | undefined
  /** URL of the list without an open conversation. */
  closeHref: string
}

/** One conversation from its transcript, with the command to resume it. */
export function ConversationView({ id, project, at, closeHref }: ConversationViewProps) {
  const conversation = useConversation(id, project)
  const { data } = conversation
  const [, go] = useLocation()
  return (
    <section className={styles.view} aria-label={t('Conversation')}>
      {!data && <ReadFailure title={t('Couldn’t load this conversation.')} queries={[conversation]} />}
      {data && <Head conversation={data} onClose={() => go(closeHref)} />}
      {data && <Transcript conversation={data} at={at} />}
    </section>
  )
}

const LABELS = {
  rest: () => t('Copy resume command'),
  copied: () => t('Copied'),
  failed: () => t('Not copied'),
} as const

function Head({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { sessionId, projectName, startTime, endTime, messageCount, title, usage, agents = [] } = conversation
  const tokens = toTokens(usage)
  const [start, end] = [Date.parse(startTime), Date.parse(endTime)]
  const { state, copy } = useCopy(resumeCommand(conversation, navigator.platform.startsWith('Win')))
  useKeys({ r: copy })
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <h2 className={styles.title} title={projectName} dir="auto">
          {title ?? projectName}
        </h2>
        <Button title={t('Copy the command that resumes this conversation (R)')} onClick={copy}>
          <span aria-live="polite">{LABELS[state]()}</span>
        </Button>
        <IconButton icon="close" title={t('Close (Esc)')} onClick={onClose} />
      </div>
      <p className={styles.facts}>
        <span>{formatExact(start)}</span>
        <span>{t('duration {{age}}', { age: formatAge(end - start) })}</span>
        <span>{t('{{count}} messages', { count: messageCount })}</span>
        {agents.length > 0 && <span>{t('{{count}} sub-agents', { count: agents.length })}</span>}
        {tokens && (
          <span>
            {t('{{input}} in, {{output}} out', {
              input: formatShort(tokens.input),
              output: formatShort(tokens.output),
            })}
          </span>
        )}
        <a href={`#${withQuery('/requests', { session: sessionId })}`}>{t('Show requests')}</a>
        <code className={styles.id}>{sessionId}</code>
      </p>
    </header>
  )
}

function Transcript({ conversation, at }: { conversation: Conversation; at: string | undefined }) {
  const turns = useMemo(() => toTranscript(conversation), [conversation])
  const { omitted = 0 } = conversation
  const before = omitted > 0 && (
    <p className={styles.omitted}>
      {t('{{count, number}} older messages aren’t shown because the conversation is too large.', {
        count: omitted,
      })}
    </p>
  )
  return (
    <Thread label={t('Transcript')} turns={turns} now={useToday()} starts={at ?? 'top'} before={before} />
  )
}
