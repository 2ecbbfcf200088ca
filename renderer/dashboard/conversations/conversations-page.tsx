import { useLocation, useRoute } from 'wouter'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { ReadFailure } from '../data/read-failure.tsx'
import { useQueryState, withQuery } from '../url-state/use-query-state.ts'
import { byProject } from './by-project.ts'
import { ConversationView } from './conversation-view.tsx'
import styles from './conversations-page.module.css'
import { HitList } from './hit-list.tsx'
import { ProjectList } from './project-list.tsx'
import { useConversations } from './use-conversations.ts'

/** Conversations from Claude Code's transcripts, by project and session. */
export function ConversationsPage() {
  const [values] = useQueryState()
  const [, params] = useRoute('/conversations/:id')
  const [, go] = useLocation()
  const query = values['q'] ?? ''
  const list = useConversations(query)
  const pages = list.data?.pages
  const open =
    params && values['project'] ? { id: params.id, project: values['project'], at: values['at'] } : undefined
  const listHref = withQuery('/conversations', { q: query })
  useKeys({ Escape: open && (() => go(listHref)) })
  return (
    <Page title={t('Conversations')} layout="fill" note={pages && query === '' && <Count pages={pages} />}>
      <div className={styles.page} data-open={open !== undefined}>
        <List list={list} query={query} openId={open?.id} />
        {open ? (
          <ConversationView key={`${open.id} ${open.at}`} {...open} closeHref={listHref} />
        ) : (
          <div className={styles.choose}>
            <Empty title={t('Select a conversation.')} />
          </div>
        )}
      </div>
    </Page>
  )
}

interface ListProps {
  list: ReturnType<typeof useConversations>
  query: string
  openId: string | undefined
}

function List({ list, query, openId }: ListProps) {
  const [, setValues] = useQueryState()
  const pages = list.data?.pages
  const conversations = pages?.flatMap((page) => page.conversations) ?? []
  return (
    <div className={styles.list}>
      <search className={styles.bar}>
        <SearchField
          label={t('Search titles, folders and text…')}
          value={query}
          onChange={(q) => setValues({ q })}
        />
      </search>
      {!pages && <ReadFailure title={t('Couldn’t load the conversations.')} queries={[list]} />}
      {pages && pages[0]?.total === 0 && query === '' && <NoConversation />}
      <ProjectList projects={byProject(conversations)} openId={openId} query={query} />
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('Show older')}
        </Button>
      )}
      <HitList text={query} />
    </div>
  )
}

function Count({ pages }: { pages: readonly { total: number; pending?: number }[] }) {
  const { total = 0, pending = 0 } = pages[0] ?? {}
  return (
    <>
      {formatCount(total)}
      {pending > 0 && `, ${t('{{count, number}} not read yet', { count: pending })}`}
    </>
  )
}

function NoConversation() {
  return (
    <Empty title={t('No conversations yet.')}>
      {t('Claude Code stores them in ~/.claude/projects. They appear here automatically.')}
    </Empty>
  )
}
