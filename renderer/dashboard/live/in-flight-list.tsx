import { useEffect, useState } from 'react'
import type { InFlightItem } from '../../../shared/livez.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { saySilence } from '../../status/say-silence.ts'
import { t } from '../../language/t.ts'
import { formatAge } from '../../ui/format.ts'
import { formatBytes } from '../../ui/format-number.ts'
import { shortModel } from '../../ui/short-model.ts'
import { saySession } from '../../status/say-session.ts'
import { useServer } from '../server/use-server.ts'
import styles from './in-flight-list.module.css'
import { PhaseTrack } from './phase-track.tsx'
import { useLiveFeed } from './use-live-feed.ts'

interface InFlightListProps {
  hrefOf: (requestId: string) => string
}

/** Requests in flight, oldest first, above the log. Takes no room while there are none. */
export function InFlightList({ hrefOf }: InFlightListProps) {
  const { inFlight, view } = useServer()
  const { finished } = useLiveFeed()
  const count = view.inFlight
  const reserved = useReserved(Math.min(count, MAX_RESERVED))
  if (count === 0 && reserved === 0) return null
  return (
    <section
      className={styles.section}
      aria-label={t('In flight')}
      data-stale={view.staleMs !== undefined}
      style={{ '--rows': reserved }}
    >
      <h2 className={styles.title}>{t('In flight: {{count}}', { count })}</h2>
      {inFlight.length === 0 ? (
        <p className={styles.none}>{count === 0 ? t('None.') : '…'}</p>
      ) : (
        <ul>
          {inFlight.map((item) => (
            <Item key={item.id} item={item} finished={finished} href={`#${hrefOf(item.id)}`} />
          ))}
          {count > inFlight.length && (
            <li className={styles.row}>{t('+{{rest}} more', { rest: count - inFlight.length })}</li>
          )}
        </ul>
      )}
    </section>
  )
}

const MAX_RESERVED = 4
/** Time for which the room of an ended request stays, in ms: the next turn takes it, so that the log does not jump. */
const KEEP_MS = 8_000

/** The largest count of the last seconds. */
function useReserved(count: number): number {
  const [kept, setKept] = useState(count)
  if (count > kept) setKept(count)
  useEffect(() => {
    if (count >= kept) return undefined
    const timer = setTimeout(() => setKept(count), KEEP_MS)
    return () => clearTimeout(timer)
  }, [count, kept])
  return Math.max(kept, count)
}

interface ItemProps {
  item: InFlightItem
  /** Recent requests, which know the names of sessions. */
  finished: readonly RequestSummary[]
  href: string
}

function Item({ item, finished, href }: ItemProps) {
  const { id, model, path, phase, session, bytes, age_ms, silent_ms = 0 } = item
  const known = session && finished.find(({ sessionId }) => sessionId === session)
  const name = known ? saySession(known) : undefined
  return (
    <li className={styles.row}>
      <a className={styles.link} href={href} title={model ?? path}>
        {model === undefined ? path : shortModel(model)}
      </a>
      <PhaseTrack phase={phase} silence={saySilence(silent_ms)} />
      {name === undefined ? (
        <code className={styles.id} title={session ?? id}>
          {session === undefined ? id : t('Session {{id}}', { id: session.slice(0, 8) })}
        </code>
      ) : (
        <span className={styles.name} title={name}>
          {name}
        </span>
      )}
      <span className={styles.size} title={t('Request size')}>
        {bytes !== undefined && formatBytes(bytes)}
      </span>
      <span className={styles.age}>{formatAge(age_ms)}</span>
    </li>
  )
}
