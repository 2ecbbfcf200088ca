import { useMemo } from 'react'
import type { RequestLog } from '../../../../shared/request-log.ts'
import { sayMessage } from '../../../language/say-message.ts'
import { t } from '../../../language/t.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Scroller } from '../../../ui/scroller.tsx'
import { ReadFailure } from '../../data/read-failure.tsx'
import { CacheSection } from './cache-section.tsx'
import styles from './context-tab.module.css'
import { ContextSection } from './context-section.tsx'
import { toContextParts } from './to-context-parts.ts'
import { useExplanation } from './use-explanation.ts'

/** The prompt of a request: its use of the cache and its parts by source. */
export function ContextTab({ request }: { request: RequestLog }) {
  const { data, isPending, error, refetch } = useExplanation(request)
  const parts = useMemo(() => toContextParts(request.body), [request.body])
  if (isPending) return <Empty title={t('Loading the explanation…')} />
  if (error) return <ReadFailure title={t('Couldn’t load the explanation.')} queries={[{ error, refetch }]} />
  return (
    <Scroller className={styles.tab}>
      {data.note && <p className={styles.note}>{sayMessage(data.note)}</p>}
      {request.termination && <CacheSection cache={data.cache} body={request.body} />}
      {data.context.length > 0 && <ContextSection context={data.context} parts={parts} />}
    </Scroller>
  )
}
