import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortModel } from '../../ui/short-model.ts'
import styles from './request-table.module.css'
import { sayDestination } from './say-destination.ts'
import { isRouted } from './to-filter.ts'

/** Requested model, the one that it was routed to, and the endpoint if it is not the usual one. */
export function ModelCell({ row }: { row: RequestSummary }) {
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
