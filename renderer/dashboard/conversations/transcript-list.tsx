import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { byProject } from './by-project.ts'
import { HitList } from './hit-list.tsx'
import { ProjectList } from './project-list.tsx'
import styles from './transcript-list.module.css'
import { useConversations } from './use-conversations.ts'

/** Claude Code's own transcripts by project, those of sessions that never passed through Signalbox included. */
export function TranscriptList({ query }: { query: string }) {
  const list = useConversations(query)
  const pages = list.data?.pages
  const conversations = pages?.flatMap((page) => page.conversations) ?? []
  const pending = pages?.[0]?.pending ?? 0
  return (
    <Scroller className={styles.list} label={t('Transcripts')}>
      {!pages && <ReadFailure title={t('Couldn’t load the conversations.')} queries={[list]} />}
      {pages && pages[0]?.total === 0 && query === '' && <NoConversation />}
      {pending > 0 && (
        <p className={styles.note}>{t('{{count, number}} not read yet', { count: pending })}</p>
      )}
      <ProjectList projects={byProject(conversations)} />
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('Show older')}
        </Button>
      )}
      <HitList text={query} />
    </Scroller>
  )
}

function NoConversation() {
  return (
    <Empty title={t('No conversations yet.')}>
      {t('Claude Code stores them in ~/.claude/projects. They appear here automatically.')}
    </Empty>
  )
}
