import { lazy, Suspense } from 'react'
import { useLocation } from 'wouter'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Failure } from '../../ui/failure.tsx'
import { sayError } from '../data/say-error.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useQueryState } from '../url-state/use-query-state.ts'
import { ChangesTab } from './changes-tab.tsx'
import { HeadersTab } from './headers-tab.tsx'
import { RawTab } from './raw-tab.tsx'
import { RequestHead } from './request-head.tsx'
import styles from './request-panel.module.css'
import { TimingTab } from './timing-tab.tsx'
import { UsageTab } from './usage-tab.tsx'
import { useRequest } from './use-request.ts'
import { ContextTab } from './why/context-tab.tsx'

const TABS = [
  { name: 'conversation', label: () => t('Conversation') },
  { name: 'context', label: () => t('Context') },
  { name: 'changes', label: () => t('Changes') },
  { name: 'headers', label: () => t('Headers') },
  { name: 'raw', label: () => t('Raw') },
  { name: 'timing', label: () => t('Timing') },
  { name: 'usage', label: () => t('Usage') },
] as const
type TabName = (typeof TABS)[number]['name']

// Markdown and diffs are most of the code, and the list does not need them.
const ConversationTab = lazy(async () => ({
  default: (await import('./conversation-tab.tsx')).ConversationTab,
}))

interface RequestPanelProps {
  /** A request id, or its last characters. */
  id: string
  /** URL of the list without an open request. */
  closeHref: string
}

/** Detail panel of one request. */
export function RequestPanel({ id, closeHref }: RequestPanelProps) {
  const [values, setValues] = useQueryState()
  const [, go] = useLocation()
  const { data: request, error, refetch } = useRequest(id)
  const tab = TABS.find(({ name }) => name === values['tab'])?.name ?? 'conversation'
  const isFull = values['view'] === 'full'
  const select = (name: TabName) => setValues({ tab: name === 'conversation' ? undefined : name })
  const toggleFull = () => setValues({ view: isFull ? undefined : 'full' })
  useKeys({
    f: toggleFull,
    ...Object.fromEntries(TABS.map(({ name }, index) => [String(index + 1), () => select(name)])),
  })
  return (
    <section className={styles.panel} aria-label={t('Request')}>
      <RequestHead
        id={id}
        request={request}
        isFull={isFull}
        onFull={toggleFull}
        onClose={() => go(closeHref)}
      />
      {error && (
        <Failure
          title={
            'status' in error && error.status === 404
              ? t('Request not found.')
              : t('Couldn’t load this request.')
          }
          detail={
            'status' in error && error.status === 404
              ? t('{{id}} was deleted or never recorded.', { id })
              : sayError(error).join(' ')
          }
          retry={() => void refetch()}
        />
      )}
      {request && (
        <Tabs
          label={t('Request details')}
          tabs={TABS.map(({ name, label }) => ({ name, label: label() }))}
          selected={tab}
          onSelect={select}
        >
          <Suspense fallback={null}>
            <Tab name={tab} request={request} />
          </Suspense>
        </Tabs>
      )}
    </section>
  )
}

function Tab({ name, request }: { name: TabName; request: RequestLog }) {
  switch (name) {
    case 'conversation':
      return <ConversationTab request={request} />
    case 'context':
      return <ContextTab request={request} />
    case 'changes':
      return <ChangesTab request={request} />
    case 'headers':
      return <HeadersTab request={request} />
    case 'raw':
      return <RawTab request={request} />
    case 'timing':
      return <TimingTab request={request} />
    case 'usage':
      return <UsageTab request={request} />
  }
}
