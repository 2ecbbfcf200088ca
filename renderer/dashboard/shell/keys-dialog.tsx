import { Dialog } from '../../ui/dialog.tsx'
import { keyName } from '../../ui/use-keys.ts'
import { PAGES } from '../pages.tsx'
import styles from './keys-dialog.module.css'

const EVERYWHERE = [
  ['mod+k', 'Find anything'],
  ['d', 'Drain, or take new requests again'],
  ['[', 'Fold or unfold the rail'],
  ['?', 'These keys'],
] as const

const LISTS = [
  ['j', 'Next row'],
  ['k', 'Row before'],
  ['Enter', 'Open'],
  ['Esc', 'Close, or clear'],
  ['/', 'Search on this page'],
] as const

/** All keys in one place. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className={styles.groups}>
        <KeyList title="Everywhere" keys={EVERYWHERE} />
        <KeyList title="In lists" keys={LISTS} />
        <KeyList title="Go to" keys={PAGES.map(({ key, label }) => [`g ${key}`, label])} />
      </div>
    </Dialog>
  )
}

function KeyList({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.keys}>
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
