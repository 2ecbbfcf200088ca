import { useState } from 'react'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { FirstRequest } from '../requests/first-request.tsx'
import { RequestTable } from '../requests/request-table.tsx'
import { useServer } from '../server/use-server.ts'
import { useToday } from '../server/use-today.ts'
import { type FeedState, MAX_FINISHED } from './create-live-feed.ts'
import { InFlightList } from './in-flight-list.tsx'
import styles from './live-page.module.css'
import { useLiveFeed } from './use-live-feed.ts'
import { useLiveRows } from './use-live-rows.ts'

/** Live view: requests in flight and recently finished requests. */
export function LivePage() {
  const feed = useLiveFeed()
  const { inFlight, view } = useServer()
  const [paused, setPaused] = useState<FeedState>()
  const toggle = () => setPaused(paused ? undefined : feed)
  useKeys({ p: toggle })
  return (
    <Page
      title={t('Live')}
      layout="fill"
      note={<Link feed={feed} paused={paused} />}
      actions={
        <Button
          title={paused ? t('Resume (P)') : t('Pause the list (P)')}
          aria-pressed={paused !== undefined}
          onClick={toggle}
        >
          <Icon name={paused ? 'play' : 'pause'} />
          {paused ? t('Resume') : t('Pause')}
        </Button>
      }
    >
      <InFlightList items={inFlight} count={view.inFlight} stale={view.staleMs !== undefined} />
      <Finished feed={paused ?? feed} />
    </Page>
  )
}

function Link({ feed, paused }: { feed: FeedState; paused: FeedState | undefined }) {
  if (paused) {
    const ids = new Set(paused.finished.map(({ requestId }) => requestId))
    const news = feed.finished.filter(({ requestId }) => !ids.has(requestId)).length
    return <>{news === 0 ? t('Paused') : t('Paused, {{count}} new', { count: news })}</>
  }
  switch (feed.link) {
    case 'connecting':
      return <>{t('Connecting…')}</>
    case 'pushed':
      return <>{t('Updating live')}</>
    case 'polling':
      return <>{t('Live updates unavailable, refreshing every 3 s')}</>
  }
}

function Finished({ feed }: { feed: FeedState }) {
  const today = useToday()
  const { rows, cursor, setCursor } = useLiveRows(feed)
  if (feed.finished.length === 0) {
    return feed.known ? <FirstRequest /> : <Empty title="…" />
  }
  return (
    <section className={styles.finished} aria-label={t('Finished')}>
      <h2 className={styles.title}>
        {t('Last {{count}}', { count: Math.min(feed.finished.length, MAX_FINISHED) })}
      </h2>
      <RequestTable
        rows={rows}
        cursor={cursor}
        onCursor={setCursor}
        openId={undefined}
        hrefOf={hrefOf}
        onRange={nothing}
        onTop={nothing}
        now={today}
      />
    </section>
  )
}

const hrefOf = (requestId: string) => `/requests/${requestId}`
const nothing = () => undefined
