import type { ReactNode } from 'react'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { formatMs, formatShare, formatShort } from '../../ui/format-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { linkedIds } from './linked-ids.ts'
import { OutcomeMark } from './outcome-mark.tsx'
import styles from './request-table.module.css'
import { sayDestination } from './say-destination.ts'
import { isRouted } from './to-filter.ts'
import { toOutcome } from './to-outcome.ts'
import { toTokens } from './to-tokens.ts'

interface Column {
  key: 'time' | 'outcome' | 'model' | 'session' | 'ttfb' | 'duration' | 'input' | 'output' | 'cache'
  title: () => string
  /** Full description, for the heading's tooltip. */
  about: () => string
  numeric?: true
  cell: (row: RequestSummary) => ReactNode
}

const UNKNOWN = <span className={styles.unknown}>–</span>

/** Columns of the request list, in order. The style sheet hides some of them in narrow lists. */
export const COLUMNS: readonly Column[] = [
  { key: 'time', title: () => t('Time'), about: () => t('Time the request arrived'), cell: () => null },
  {
    key: 'outcome',
    title: () => t('Outcome'),
    about: () => t('Status and how the response ended'),
    cell: (row) => <OutcomeMark outcome={toOutcome(row)} />,
  },
  {
    key: 'model',
    title: () => t('Model'),
    about: () => t('Requested model, and the model it was routed to'),
    cell: (row) => <ModelCell row={row} />,
  },
  {
    key: 'session',
    title: () => t('Session'),
    about: () => t('Claude Code session'),
    cell: (row) => <IdCell row={row} />,
  },
  {
    key: 'ttfb',
    title: () => t('First byte'),
    about: () => t('Time to the first byte of the response'),
    numeric: true,
    cell: ({ timeToFirstByte }) => (timeToFirstByte === undefined ? UNKNOWN : formatMs(timeToFirstByte)),
  },
  {
    key: 'duration',
    title: () => t('Total'),
    about: () => t('Time to the last byte of the response'),
    numeric: true,
    cell: ({ responseTime }) => (responseTime === undefined ? UNKNOWN : formatMs(responseTime)),
  },
  {
    key: 'input',
    title: () => t('Input'),
    about: () => t('Input tokens, including cache reads and writes'),
    numeric: true,
    cell: (row) => tokens(toTokens(row.usage)?.input),
  },
  {
    key: 'output',
    title: () => t('Output'),
    about: () => t('Output tokens'),
    numeric: true,
    cell: (row) => tokens(toTokens(row.usage)?.output),
  },
  {
    key: 'cache',
    title: () => t('Cache'),
    about: () => t('Share of the input read from the cache'),
    numeric: true,
    cell: (row) => {
      const share = toTokens(row.usage)?.cacheShare
      return share === undefined ? UNKNOWN : formatShare(share)
    },
  },
]

function tokens(count: number | undefined): ReactNode {
  return count === undefined ? UNKNOWN : formatShort(count)
}

function IdCell({ row }: { row: RequestSummary }) {
  const ids = linkedIds(row)
  if (ids.length === 0) return UNKNOWN
  return ids.map(({ field, id, short, text }, at) => (
    <code key={field} className={at === 0 ? undefined : styles.other} title={at === 0 ? id : text}>
      {at === 0 ? short : ` ${short}`}
    </code>
  ))
}

function ModelCell({ row }: { row: RequestSummary }) {
  const { model, routedModel, endpoint, provider } = row
  const destination = sayDestination(row)
  const other = endpoint === '/v1/messages' ? undefined : endpoint.split('/').at(-1)
  return (
    <span className={styles.models}>
      <span className={styles.name} title={model ?? endpoint}>
        {model === undefined ? endpoint : shortModel(model)}
      </span>
      {isRouted(row) && routedModel !== undefined && (
        <>
          <Icon name="arrow" />
          <span className="visually-hidden">{t('sent as')}</span>
          <span className={styles.name} title={[routedModel, destination].filter(Boolean).join(' · ')}>
            {shortModel(routedModel)}
          </span>
        </>
      )}
      {destination !== undefined && (
        <span className={styles.other} title={destination}>
          {provider}
        </span>
      )}
      {model !== undefined && other !== undefined && <span className={styles.other}>{other}</span>}
    </span>
  )
}
