import type { SelfTest, SelfTestProbe } from '../../../shared/diagnostics.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/failure.tsx'
import { formatExact } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './diagnostics-panel.module.css'
import { useSelfTest } from './use-diagnostics.ts'

const PROBES: Readonly<Record<SelfTestProbe['name'], () => string>> = {
  own_request: () => t('A request of its own is answered.'),
  foreign_host: () => t('A site that calls itself by this address gets nothing.'),
  foreign_origin: () => t('A page of another site gets nothing.'),
  other_local_site: () => t('A page of another server on this computer gets nothing.'),
  null_origin: () => t('A page without an origin changes nothing.'),
  cross_site: () => t('What a browser marks as from another site gets nothing.'),
  two_hosts: () => t('Two Host headers are refused.'),
  other_target: () => t('Nobody can use it as a way to other servers.'),
  preflight: () => t('No other page is allowed to ask for more.'),
  upgrade: () => t('No other page opens a socket.'),
  no_password: () => t('Without the password nothing is shown.'),
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
              'Signalbox sends itself what a hostile web page could send, with forged Host and Origin, and shows what it saw.',
            )}
          </p>
        </div>
        <Button disabled={isPending} onClick={run}>
          {isPending ? t('Testing…') : data ? t('Test again') : t('Test now')}
        </Button>
      </div>
      {error && <Failure title={t('The self-test could not run.')} detail={error.message} retry={run} />}
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
            ? t('{{address}} keeps strangers out: all {{total}} probes went as they must.', {
                address,
                total: probes.length,
              })
            : t('{{good}} of {{total}} probes went as they must. Please report this, with the diagnostics.', {
                good,
                total: probes.length,
              })}
        </span>
      </output>
      <ul className={styles.probes} aria-label={t('What was sent, and what came back')}>
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
