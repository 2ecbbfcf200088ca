import type { TimeExplanation } from '../../../shared/explanation.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { formatMs, formatTenths } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { useExplanation } from './why/use-explanation.ts'

/** Parts of the time beside the phases, and the usual time of such requests. */
export function TimeRows({ request }: { request: RequestLog }) {
  const { response } = request
  const { data } = useExplanation(request)
  const { ours, connect, firstToken, stalls = [] } = response?.timings ?? {}
  const retries = Number(request.headers?.['x-stainless-retry-count']?.[0] ?? 0)
  return (
    <>
      {ours !== undefined && (
        <Row
          label={t('Signalbox’s own part')}
          title={t('From the last byte of the request until it was sent on')}
        >
          {t('{{milliseconds}} ms', { milliseconds: formatTenths(ours) })}
        </Row>
      )}
      {connect !== undefined && (
        <Row label={t('Connection')} title={t('Until a connection with TLS was ready')}>
          {connect < 1 ? t('already open') : formatMs(connect)}
        </Row>
      )}
      {firstToken !== undefined && <Row label={t('First token after')}>{formatMs(firstToken)}</Row>}
      {stalls.map(({ at, ms }) => (
        <Row key={at} label={t('Stall')} title={t('No content for more than 5 seconds')}>
          {t('{{duration}}, after {{time}}', { duration: formatMs(ms), time: formatMs(at) })}
        </Row>
      ))}
      {retries > 0 && (
        <Row label={t('Sent again by the client')}>{t('{{count}} times', { count: retries })}</Row>
      )}
      {data?.time.usual && <Usual usual={data.time.usual} request={request} />}
    </>
  )
}

/** Slower than this many times the usual is said so. */
const SLOW = 2

function Usual({ usual, request }: { usual: NonNullable<TimeExplanation['usual']>; request: RequestLog }) {
  const { requests, wait, duration } = usual
  const { timeToFirstByte = 0, responseTime = 0 } = request.response ?? {}
  const isSlow = timeToFirstByte > SLOW * wait || responseTime > SLOW * duration
  return (
    <Row
      label={isSlow ? t('Usually (this one was slower)') : t('Usually')}
      title={t('Median of your last {{count}} requests of this model and kind', { count: requests })}
    >
      {t('{{wait}} to the first byte, {{duration}} in total', {
        wait: formatMs(wait),
        duration: formatMs(duration),
      })}
    </Row>
  )
}
