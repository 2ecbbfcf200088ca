import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { sayDrain } from '../../status/say-drain.ts'
import { formatAge, formatMoment } from '../../ui/format.ts'
import { Mark } from '../../ui/mark.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { type Server, useServer } from '../server/use-server.ts'
import { DrainControl } from './drain-control.tsx'
import styles from './status-line.module.css'

/** Status on every page: icon, state, sentence, address, requests in flight, and drain. */
export function StatusLine() {
  const server = useServer()
  const { view, face, now } = server
  const { mark, word, reason, others, ageMs } = view.verdict
  const stale = view.staleMs !== undefined
  const asking = face.face === 'asking'
  const note = asking ? '' : sayDrain(face, now)
  const isNoted = asking || note !== ''
  return (
    <header className={styles.line} data-stale={stale} data-noted={isNoted}>
      {/* The only live region: counts and ages change every second and would be announced constantly. */}
      <output className={styles.status}>
        <Mark state={mark} />
        <span className={styles.word}>{word}</span>
        <span className={isNoted ? 'visually-hidden' : styles.sentence} title={reason.sentence}>
          {reason.sentence}
        </span>
      </output>
      {ageMs !== undefined && (
        <p className={styles.detail}>{t('updated {{moment}}', { moment: formatMoment(now - ageMs, now) })}</p>
      )}
      {others.length > 0 && !isNoted && (
        <a className={styles.more} href="#/" title={others.map(({ sentence }) => sentence).join(' ')}>
          {t('{{count}} more problems', { count: others.length })}
        </a>
      )}
      {/* Replaces the sentence, so that the layout does not shift, and is not announced, because it has a
          countdown. */}
      {note !== '' && (
        <p className={styles.note} title={note}>
          {note}
        </p>
      )}
      <div className={styles.address}>
        <Address baseUrl={view.baseUrl} />
      </div>
      <p className={styles.count}>
        {t('In flight')} <strong>{view.inFlight}</strong>
        <span className={styles.detail}>{detail(server)}</span>
      </p>
      <DrainControl server={server} />
      {mark === 'error' && (
        <Button title={t('Check the local server again')} onClick={server.refresh}>
          {t('Check again')}
        </Button>
      )}
    </header>
  )
}

function Address({ baseUrl }: { baseUrl: string | undefined }) {
  const copy = useCopy(baseUrl)
  if (!baseUrl) return null
  return (
    <CopyButton state={copy.state} onCopy={copy.copy} title={t('Copy {{text}}', { text: baseUrl })}>
      <span className={styles.host}>{new URL(baseUrl).host}</span>
    </CopyButton>
  )
}

function detail({ view, now }: Server): string {
  if (view.staleMs !== undefined)
    return `, ${t('updated {{moment}}', { moment: formatMoment(now - view.staleMs, now) })}`
  return view.oldestMs === undefined ? '' : `, ${t('oldest {{age}}', { age: formatAge(view.oldestMs) })}`
}
