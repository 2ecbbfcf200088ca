import { toListRow } from '../../../shared/request-documents.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { requestCost } from '../../../shared/request-usage.ts'
import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { formatEstimate, formatMs, formatShare, formatShort } from '../../ui/format-number.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { usePrices } from '../data/use-prices.ts'
import { linkedIds } from '../requests/linked-ids.ts'
import { OutcomeMark } from '../requests/outcome-mark.tsx'
import { sayDestination } from '../requests/say-destination.ts'
import { sayCacheReason } from '../requests/say-cache-reason.ts'
import { saySummary } from '../requests/say-summary.ts'
import { SummaryText } from '../requests/summary-text.tsx'
import { isRouted } from '../requests/to-filter.ts'
import { toOutcome } from '../requests/to-outcome.ts'
import { toTokens } from '../requests/to-tokens.ts'
import { CurlButton } from './curl-button.tsx'
import { ExportMenu } from './export-menu.tsx'
import styles from './request-head.module.css'
import { sayPhase } from './say-progress.ts'
import { useInFlight } from './use-in-flight.ts'

interface RequestHeadProps {
  id: string
  /** Undefined while loading. */
  request: RequestLog | undefined
  isFull: boolean
  onFull: () => void
  onClose: () => void
}

/** Header of a request: a two-line summary and its actions. */
export function RequestHead({ id, request, isFull, onFull, onClose }: RequestHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <h2 className={styles.title}>
          {request ? <Title request={request} /> : t('Request {{id}}', { id })}
        </h2>
        <div className={styles.actions}>
          {request && <CurlButton id={request.requestId} />}
          {request && <ExportMenu id={request.requestId} />}
          <IconButton
            icon="expand"
            title={isFull ? t('Show beside the list (F)') : t('Show on the whole page (F)')}
            aria-pressed={isFull}
            onClick={onFull}
          />
          <IconButton icon="close" title={t('Close (Esc)')} onClick={onClose} />
        </div>
      </div>
      <p className={styles.facts}>{request ? <Facts request={request} /> : '…'}</p>
    </header>
  )
}

/** The summary; the model where nothing is known of the bodies. */
function Title({ request }: { request: RequestLog }) {
  const summary = saySummary(request)
  const item = useInFlight(request.termination ? undefined : request.requestId)
  return (
    <>
      {item && <span>{`${sayPhase(item)} · `}</span>}
      {summary === undefined ? (
        <Models request={request} />
      ) : (
        <span className={styles.summary} title={summary}>
          <SummaryText summary={request} />
        </span>
      )}
    </>
  )
}

function Models({ request }: { request: RequestLog }) {
  const { model, routedModel, endpoint } = request
  return (
    <>
      <span title={model ?? endpoint}>{model === undefined ? endpoint : shortModel(model)}</span>
      {isRouted(request) && routedModel && (
        <>
          <Icon name="arrow" />
          <span className="visually-hidden">{t('sent as')}</span>
          <span title={routedModel}>{shortModel(routedModel)}</span>
        </>
      )}
    </>
  )
}

function Facts({ request }: { request: RequestLog }) {
  const summary = toListRow(request)
  const { response } = request
  const tokens = toTokens(summary.usage)
  const prices = usePrices()
  const cost = prices && tokens && requestCost(request, prices)
  const destination = sayDestination(summary)
  return (
    <>
      <OutcomeMark outcome={toOutcome(summary)} />
      {saySummary(request) !== undefined && (
        <span className={styles.models}>
          <Models request={request} />
        </span>
      )}
      {destination && <span>{destination}</span>}
      <span>{formatExact(Date.parse(request.timestamp))}</span>
      {response?.responseTime !== undefined && <span>{formatMs(response.responseTime)}</span>}
      {tokens && (
        <span>
          {t('{{input}} in, {{output}} out', {
            input: formatShort(tokens.input),
            output: formatShort(tokens.output),
          })}
          {tokens.cacheShare !== undefined &&
            `, ${t('{{share}} from cache', { share: formatShare(tokens.cacheShare) })}`}
        </span>
      )}
      {request.cacheReason !== undefined && (
        <a className={styles.link} href={`#/activity/${request.requestId}?tab=context`}>
          {t('Cache miss: {{reason}}', { reason: sayCacheReason(request.cacheReason) })}
        </a>
      )}
      {cost !== undefined && (
        <span title={t('Based on the price table. Subscriptions and discounts aren’t included.')}>
          {formatEstimate(cost)}
        </span>
      )}
      {linkedIds(summary).map(({ field, text, title, href }) => (
        <a key={field} className={styles.link} href={href} title={title}>
          {text}
        </a>
      ))}
      <code className={styles.id} title={t('Request ID')}>
        {request.requestId}
      </code>
    </>
  )
}
