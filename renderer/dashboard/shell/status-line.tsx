import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatAge, formatMoment } from '../../ui/format.ts'
import { Mark } from '../../ui/mark.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { type Server, useServer } from '../server/use-server.ts'
import { DrainControl } from './drain-control.tsx'
import { drainNote } from './drain-note.ts'
import styles from './status-line.module.css'

/** What is, on every page: the mark, the word, the sentence, the address, what is in flight, and the drain. */
export function StatusLine() {
  const server = useServer()
  const { view, status } = server
  const stale = view.staleMs !== undefined
  const note = drainNote(server.face, server.now)
  // The tray shows a command behind the colon; here it is on the overview.
  const sentence = status.sentence.replace(/:$/, '.')
  return (
    <header className={styles.line} data-stale={stale} data-noted={note !== ''}>
      {/* The only live region: counts and ages change every second and would never let a listener rest. */}
      <output className={styles.status}>
        <Mark state={status.mark} />
        <span className={styles.word}>{status.word}</span>
        <span className={note === '' ? styles.sentence : 'visually-hidden'} title={sentence}>
          {sentence}
        </span>
      </output>
      {/* In the sentence's place: nothing moves when it asks, and its countdown is not read aloud. */}
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
      {status.mark === 'error' && (
        <Button title={t('Ask the local server again')} onClick={server.refresh}>
          {t('Ask again')}
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
    return `, ${t('seen {{moment}}', { moment: formatMoment(now - view.staleMs, now) })}`
  return view.oldestMs === undefined ? '' : `, ${t('oldest {{age}}', { age: formatAge(view.oldestMs) })}`
}
