import { useMemo, useState } from 'react'
import { Trans } from '../../language/trans.tsx'
import type { RequestKind } from '../../../shared/request-kind.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DiffView } from '../../ui/diff-view.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatBytes } from '../../ui/format-number.ts'
import { formatExact } from '../../ui/format.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import styles from './changes-tab.module.css'
import { type Change, comparePrompts } from './compare-prompts.ts'
import { useRequest } from './use-request.ts'
import { useStepwise } from './use-stepwise.ts'

/** Changes from the previous request of the same session, agent and kind. */
export function ChangesTab({ request }: { request: RequestLog }) {
  const { data, isPending, error, refetch } = useRequest(request.previous)
  if (request.kind === undefined)
    return (
      <Empty title={t('Nothing to compare with.')}>
        {t('This request was recorded without its body, or by an earlier version.')}
      </Empty>
    )
  if (request.previous === undefined) return <Empty title={noPrevious(request.kind)} />
  if (isPending) return <Empty title={t('Loading the previous turn…')} />
  if (error)
    return <ReadFailure title={t('Couldn’t load the previous turn.')} queries={[{ error, refetch }]} />
  return <Changes request={request} previous={data} />
}

function noPrevious(kind: RequestKind): string {
  switch (kind) {
    case 'main':
    case 'subagent':
    case 'other':
      return t('This is the first turn of the conversation.')
    case 'title':
    case 'classifier':
    case 'compaction':
    case 'search':
      return t('This is the first request of its kind in this session.')
  }
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
            previous: <a href={`#/activity/${previous.requestId}`} />,
          }}
        />{' '}
        {countOf(changes)}
      </p>
      <ChangeList key={`${previous.requestId} ${request.requestId}`} changes={changes} />
    </Scroller>
  )
}

/** Differences that are compared at once; the others when they are opened. Prompts with nothing in common differ in all. */
const MAX_OPEN = 12
/** Characters of both sides; a longer difference is a file, and is compared when it is opened. */
const MAX_OPEN_LENGTH = 60_000

/** One after the other, so that the page stays usable while long ones are compared. */
function ChangeList({ changes }: { changes: readonly Change[] }) {
  const shown = useStepwise(changes.length)
  return changes
    .slice(0, shown)
    .map((change, index) => <ChangeView key={change.what} change={change} isOpen={isShort(change, index)} />)
}

function isShort({ before, after }: Change, index: number): boolean {
  return index < MAX_OPEN && before.length + after.length <= MAX_OPEN_LENGTH
}

const TONES = { added: 'accent', removed: 'error', changed: 'warning' } as const
const KINDS = { added: () => t('added'), removed: () => t('removed'), changed: () => t('changed') } as const

function ChangeView({ change: { kind, what, before, after }, isOpen }: { change: Change; isOpen: boolean }) {
  const [open, setOpen] = useState(isOpen)
  return (
    <section className={styles.change} aria-label={what}>
      <h3 className={styles.title}>
        {what} <Badge tone={TONES[kind]}>{KINDS[kind]()}</Badge>
      </h3>
      {open ? (
        <DiffView before={before} after={after} label={t('{{what}}: differences', { what })} />
      ) : (
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('Compare, {{bytes}}', { bytes: formatBytes(before.length + after.length) })}
        </Button>
      )}
    </section>
  )
}

function countOf(changes: readonly Change[]): string {
  return changes.length === 0 ? t('No differences.') : t('{{count}} differences.', { count: changes.length })
}
