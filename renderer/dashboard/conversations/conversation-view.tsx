import { useMemo } from 'react'
import type { Conversation } from '../../../shared/conversations.ts'
import { ApiError } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { useToday } from '../server/use-today.ts'
import { Thread } from '../thread/thread.tsx'
import styles from './conversation-view.module.css'
import { toTranscript } from './to-transcript.ts'
import type { useConversation } from './use-conversations.ts'

interface ConversationViewProps {
  conversation: ReturnType<typeof useConversation>
  /** The transcript line to scroll to. */
  at: string | undefined
}

/** The conversation of a session, from its transcript. */
export function ConversationView({ conversation, at }: ConversationViewProps) {
  const { data, error } = conversation
  if (data) return <Transcript conversation={data} at={at} />
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Empty title={t('Claude Code has no transcript of this session.')}>
        {t('Its requests are in Activity, as far as they were captured.')}
      </Empty>
    )
  }
  if (error) return <ReadFailure title={t('Couldn’t load this conversation.')} queries={[conversation]} />
  return <Empty title={t('Loading the conversation…')} />
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
    <>
      {/* The turns have headings of the third level. */}
      <h2 className="visually-hidden">{t('Conversation')}</h2>
      <Thread label={t('Transcript')} turns={turns} now={useToday()} starts={at ?? 'top'} before={before} />
    </>
  )
}
