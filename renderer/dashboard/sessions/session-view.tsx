import { useLocation } from 'wouter'
import type { Conversation } from '../../../shared/conversations.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { ConversationView } from '../conversations/conversation-view.tsx'
import { resumeCommand } from '../conversations/resume-command.ts'
import { useConversation } from '../conversations/use-conversations.ts'
import { ReadFailure } from '../data/read-failure.tsx'
import { useQueryState, withQuery } from '../url-state/use-query-state.ts'
import { nameSession } from './name-session.ts'
import { SessionOverview } from './session-overview.tsx'
import styles from './session-view.module.css'
import { useSession } from './use-sessions.ts'

const TABS = ['overview', 'conversation'] as const
type Tab = (typeof TABS)[number]

/** A session: what it cost, how its context grew, where it went wrong, and its conversation. */
export function SessionView({ id }: { id: string }) {
  const [values, setValues] = useQueryState()
  const [, go] = useLocation()
  const session = useSession(id)
  const { data } = session
  // Links of earlier versions name a transcript.
  const first = values['project'] === undefined ? 'overview' : 'conversation'
  const tab = TABS.find((name) => name === values['tab']) ?? first
  const conversation = useConversation(id, values['project'], tab === 'conversation')
  const folder = conversation.data?.projectName ?? data?.project
  useKeys({ Escape: () => go('/sessions') })
  const { project, title } = nameSession({ ...toKnown(conversation.data), ...(data ?? { id }) })
  return (
    <Page
      title={title}
      layout="fill"
      note={
        <span className={styles.note}>
          {data && data.running > 0 && (
            <span className={styles.running}>
              <Icon name="live" />
              {t('running')}
            </span>
          )}
          <span className={styles.project} title={folder}>
            {project}
          </span>
        </span>
      }
      actions={<Actions id={id} folder={folder} />}
    >
      <Tabs<Tab>
        label={t('Session')}
        tabs={[
          { name: 'overview', label: t('Overview') },
          { name: 'conversation', label: t('Conversation') },
        ]}
        selected={tab}
        onSelect={(name) => setValues({ tab: name, at: undefined })}
      >
        {tab === 'overview' ? (
          <Overview query={session} id={id} />
        ) : (
          <ConversationView key={values['at']} conversation={conversation} at={values['at']} />
        )}
      </Tabs>
    </Page>
  )
}

/** A session that is not in the log is named by its transcript. */
function toKnown(conversation: Conversation | undefined): { title?: string; project?: string } {
  const { title, projectName } = conversation ?? {}
  return { ...(title !== undefined && { title }), ...(projectName !== undefined && { project: projectName }) }
}

function Overview({ query, id }: { query: ReturnType<typeof useSession>; id: string }) {
  const { data, error } = query
  if (data) return <SessionOverview session={data} />
  if (data === null) {
    return (
      <Empty title={t('No request of this session is in the log.')}>
        <p>{t('It ran without Signalbox, or its requests were deleted.')}</p>
        <a href={`#${withQuery(`/sessions/${encodeURIComponent(id)}`, { tab: 'conversation' })}`}>
          {t('Show the conversation')}
        </a>
      </Empty>
    )
  }
  if (error) return <ReadFailure title={t('Couldn’t load this session.')} queries={[query]} />
  return <Empty title={t('Loading the session…')} />
}

const LABELS = {
  rest: () => t('Copy resume command'),
  copied: () => t('Copied'),
  failed: () => t('Not copied'),
} as const

function Actions({ id, folder }: { id: string; folder: string | undefined }) {
  const told = { sessionId: id, projectName: folder ?? '', projectPath: folder === undefined ? '' : '-' }
  const { state, copy } = useCopy(resumeCommand(told, navigator.platform.startsWith('Win')))
  useKeys({ r: copy })
  return (
    <>
      <Button title={t('Copy the command that resumes this conversation (R)')} onClick={copy}>
        <span aria-live="polite">{LABELS[state]()}</span>
      </Button>
      <ButtonLink href={`#${withQuery('/activity', { session: id })}`}>{t('Show requests')}</ButtonLink>
      <ButtonLink href="#/sessions" title={t('All sessions (Esc)')}>
        {t('All sessions')}
      </ButtonLink>
    </>
  )
}
