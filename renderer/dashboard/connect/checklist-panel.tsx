import type { Connection } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'
import { Command } from '../../ui/command.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useServer } from '../server/use-server.ts'
import styles from './findings.module.css'
import { toChecklist } from './to-checklist.ts'

const COMMAND = 'claude -p "Say hello"'

/** The first run: connected, a request sent, and seen to arrive. Stays until all of it is so. */
export function ChecklistPanel({ connection }: { connection: Connection }) {
  const { view, inFlight } = useServer()
  const { finished } = useLiveFeed()
  const copy = useCopy(COMMAND)
  const [latest] = finished
  const steps = toChecklist({
    connection,
    inFlight: inFlight.length > 0,
    finished: latest !== undefined || view.lastRequestAt !== undefined,
  })
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <Panel title={t('First run')} note={t('{{done}} of {{all}} done', { done, all: steps.length })}>
      <ol className={styles.list}>
        {steps.map(({ name, label, isDone, todo }) => (
          <li key={name} className={styles.item} data-tone={isDone ? 'good' : 'plain'}>
            <Icon name={isDone ? 'check' : 'dot'} />
            <div className={styles.text}>
              <p>
                <span className="visually-hidden">{isDone ? t('Done: ') : t('To do: ')}</span>
                {label}
              </p>
              {!isDone && <p className={styles.note}>{todo}</p>}
              {!isDone && name === 'send' && (
                <Command text={COMMAND} copy={copy} title={t('Copy the command')} />
              )}
              {isDone && name === 'arrive' && latest && (
                <a href={`#/requests/${latest.requestId}`}>{t('Open the newest request')}</a>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
