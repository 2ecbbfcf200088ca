import type { SelfTest, SelfTestProbe } from '../../../shared/diagnostics.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/failure.tsx'
import { sayError } from '../data/say-error.ts'
import { formatExact } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './diagnostics-panel.module.css'
import { useSelfTest } from './use-diagnostics.ts'

const PROBES: Readonly<Record<SelfTestProbe['name'], () => string>> = {
  own_request: () => t('A request from Signalbox itself is accepted.'),
  foreign_host: () => t('A request with another site’s Host header is rejected.'),
  foreign_origin: () => t('A request from another site’s page is rejected.'),
  other_local_site: () => t('A request from another local server’s page is rejected.'),
  null_origin: () => t('A change requested by a page without an origin is rejected.'),
  cross_site: () => t('A request that the browser marks as cross-site is rejected.'),
  two_hosts: () => t('A request with two Host headers is rejected.'),
  other_target: () => t('A request for another server is rejected.'),
  preflight: () => t('A CORS preflight from another site is rejected.'),
  upgrade: () => t('A WebSocket from another site is rejected.'),
  no_password: () => t('A request without the password is rejected.'),
}

/** Forged requests to Signalbox's own listener, and their responses. */
export function SelfTestPart() {
  const { data, error, isPending, mutate } = useSelfTest()
  const run = () => mutate()
  return (
    <section className={styles.security} aria-label={t('Security self-test')}>
      <div className={styles.offer}>
        <div>
          <h3 className={styles.title}>{t('Security self-test')}</h3>
          <p className={styles.note}>
            {t(
              'Signalbox sends itself requests that a malicious web page could send, with forged Host and Origin headers, and shows the responses.',
            )}
          </p>
        </div>
        <Button disabled={isPending} onClick={run}>
          {isPending ? t('Running…') : data ? t('Run again') : t('Run self-test')}
        </Button>
      </div>
      {error && (
        <Failure title={t('Couldn’t run the self-test.')} detail={sayError(error).join(' ')} retry={run} />
      )}
      {data && <Result test={data} />}
    </section>
  )
}

function Result({ test: { passed, probes, at, address } }: { test: SelfTest }) {
  const good = probes.filter((probe) => probe.passed).length
  return (
    <>
      <output
        className={styles.verdict}
        data-tone={passed ? 'good' : 'error'}
        title={formatExact(Date.parse(at))}
      >
        <Icon name={passed ? 'check' : 'error'} />
        <span>
          {passed
            ? t('{{address}} is protected: all {{total}} checks passed.', {
                address,
                total: probes.length,
              })
            : t('{{good}} of {{total}} checks passed. Please report this and attach the diagnostics.', {
                good,
                total: probes.length,
              })}
        </span>
      </output>
      <ul className={styles.probes} aria-label={t('Requests and responses')}>
        {probes.map((probe) => (
          <li key={probe.name} className={styles.probe} data-tone={probe.passed ? 'good' : 'error'}>
            <Icon name={probe.passed ? 'check' : 'error'} />
            <div className={styles.said}>
              <p>
                {!probe.passed && <strong>{t('Failed:')} </strong>}
                {PROBES[probe.name]()}
              </p>
              <p className={styles.wire}>
                <code>{probe.sent}</code> → <code>{probe.saw}</code>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
