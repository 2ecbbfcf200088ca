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

/** List of all keyboard shortcuts. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('Keyboard shortcuts')} onClose={onClose}>
      <div className={styles.groups}>
        <KeyList title={t('Everywhere')} keys={everywhere()} />
        <KeyList title={t('In lists')} keys={inLists()} />
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
