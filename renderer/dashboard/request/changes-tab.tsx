import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Trans } from '../../language/trans.tsx'
import type { RequestLog, RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { DiffView } from '../../ui/diff-view.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatExact } from '../../ui/format.ts'
import { useDeps } from '../deps.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import styles from './changes-tab.module.css'
import { type Change, comparePrompts } from './compare-prompts.ts'
import { findPrevious } from './find-previous.ts'
import { readRequest } from './use-request.ts'

/** Changes from the previous request of the conversation: the reason for a cache miss, and new content. */
export function ChangesTab({ request }: { request: RequestLog }) {
  const { api } = useDeps()
  const previous = useQuery({
    queryKey: ['previous', request.requestId],
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
    queryFn: ({ signal }) => readPrevious(api, request, signal),
  })
  if (previous.isPending) return <Empty title={t('Loading the previous turn…')} />
  if (previous.error)
    return <ReadFailure title={t('Couldn’t load the previous turn.')} queries={[previous]} />
  if (!previous.data) {
    return (
      <Empty title={t('This is the first turn of the conversation.')}>
        {t('The previous turn isn’t among the last few thousand requests.')}
      </Empty>
    )
  }
  return <Changes request={request} previous={previous.data} />
}

async function readPrevious(api: Api, request: RequestLog, signal: AbortSignal): Promise<RequestLog | null> {
  const found: RequestSummary | undefined = await findPrevious(api, request, signal)
  return found ? readRequest(api, found.requestId, signal) : null
}

function Changes({ request, previous }: { request: RequestLog; previous: RequestLog }) {
  const changes = useMemo(() => comparePrompts(previous.body, request.body), [previous, request])
  return (
    <Scroller className={styles.tab}>
      <p className={styles.intro}>
        <Trans
          i18nKey="Compared with <previous>the previous turn</previous>, {{moment}}."
          values={{ moment: formatExact(Date.parse(previous.timestamp)) }}
          components={{
            // The text comes from the translation.
            // oxlint-disable-next-line jsx-a11y/anchor-has-content, jsx-a11y/control-has-associated-label
            previous: <a href={`#/requests/${previous.requestId}`} />,
          }}
        />{' '}
        {countOf(changes)}
      </p>
      {changes.map((change) => (
        <ChangeView key={change.what} change={change} />
      ))}
    </Scroller>
  )
}

const TONES = { added: 'accent', removed: 'error', changed: 'warning' } as const
const KINDS = { added: () => t('added'), removed: () => t('removed'), changed: () => t('changed') } as const

function ChangeView({ change: { kind, what, before, after } }: { change: Change }) {
  return (
    <section className={styles.change} aria-label={what}>
      <h3 className={styles.title}>
        {what} <Badge tone={TONES[kind]}>{KINDS[kind]()}</Badge>
      </h3>
      <DiffView before={before} after={after} label={t('{{what}}: differences', { what })} />
    </section>
  )
}

function countOf(changes: readonly Change[]): string {
  return changes.length === 0 ? t('No differences.') : t('{{count}} differences.', { count: changes.length })
}
