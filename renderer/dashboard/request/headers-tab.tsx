import type { LoggedHeaders, RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import styles from './headers-tab.module.css'

/** Request and response headers. */
export function HeadersTab({ request }: { request: RequestLog }) {
  const { headers, query, method, endpoint, response } = request
  if (!headers && !response?.headers) {
    return <Empty title={t('The headers of this request weren’t captured.')} />
  }
  return (
    <Scroller className={styles.scroller}>
      <HeaderTable
        title={t('Request')}
        label={t('Request headers')}
        line={`${method} ${endpoint}${query ? `?${query}` : ''}`}
        headers={headers ?? {}}
      />
      {response && (
        <HeaderTable
          title={t('Response')}
          label={t('Response headers')}
          line={response.statusCode === undefined ? t('no response') : String(response.statusCode)}
          headers={response.headers ?? {}}
        />
      )}
    </Scroller>
  )
}

interface HeaderTableProps {
  title: string
  label: string
  line: string
  headers: LoggedHeaders
}

function HeaderTable({ title, label, line, headers }: HeaderTableProps) {
  const names = Object.keys(headers).toSorted()
  return (
    <section className={styles.section} aria-label={label}>
      <h3 className={styles.title}>
        {title} <code className={styles.line}>{line}</code>
      </h3>
      <table className={styles.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('Name')}</th>
            <th scope="col">{t('Value')}</th>
          </tr>
        </thead>
        <tbody>
          {names.flatMap((name) =>
            (headers[name] ?? []).map((value, index) => (
              // The order of a header's values is fixed.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={`${name} ${index}`} className={styles.row}>
                <th scope="row" className={styles.name}>
                  {name}
                </th>
                <td className={styles.value}>
                  {value}
                  {value.startsWith('sha256:') && (
                    <Badge
                      title={t(
                        'Fingerprint: equal secrets have equal fingerprints. The secret can’t be recovered from it.',
                      )}
                    >
                      {t('redacted')}
                    </Badge>
                  )}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {names.length === 0 && <p className={styles.nothing}>{t('None captured.')}</p>}
    </section>
  )
}
