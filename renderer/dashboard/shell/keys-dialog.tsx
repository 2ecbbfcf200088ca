import { t } from '../../language/t.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { keyName } from '../../ui/use-keys.ts'
import { PAGES } from '../pages.tsx'
import styles from './keys-dialog.module.css'

type Key = readonly [key: string, meaning: string]

function everywhere(): readonly Key[] {
  return [
    ['mod+k', t('Search or run a command')],
    ['d', t('Drain or resume')],
    ['[', t('Collapse or expand the sidebar')],
    ['?', t('Keyboard shortcuts')],
  ]
}

function inLists(): readonly Key[] {
  return [
    ['j', t('Next row')],
    ['k', t('Previous row')],
    ['Enter', t('Open')],
    ['Esc', t('Close or clear')],
    ['/', t('Search on this page')],
  ]
}

function inRequests(): readonly Key[] {
  return [
    ['1', t('First tab, and so on')],
    ['f', t('Show on the whole page')],
    ['c', t('Copy as curl')],
    ['ArrowRight', t('Show the requests of a turn')],
    ['ArrowLeft', t('Hide the requests of a turn')],
  ]
}

function onPages(): readonly Key[] {
  return [
    ['r', t('Session: copy the resume command')],
    ['s', t('Usage: start or stop the stopwatch')],
    ['k', t('Connect: connect or disconnect')],
    ['f', t('Logs: follow')],
    ['z', t('Undo the last change of a list')],
  ]
}

/** List of all keyboard shortcuts. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('Keyboard shortcuts')} onClose={onClose}>
      <div className={styles.groups}>
        <KeyList title={t('Everywhere')} keys={everywhere()} />
        <KeyList title={t('In lists')} keys={inLists()} />
        <KeyList title={t('In a request and its list')} keys={inRequests()} />
        <KeyList title={t('On single pages')} keys={onPages()} />
        <KeyList title={t('Go to')} keys={PAGES.map(({ key, label }) => [`g ${key}`, label()])} />
      </div>
    </Dialog>
  )
}

function KeyList({ title, keys }: { title: string; keys: readonly Key[] }) {
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key} className={styles.row}>
            <dt>
              <kbd className={styles.key}>{keyName(key)}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
