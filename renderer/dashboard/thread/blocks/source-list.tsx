import { t } from '../../../language/t.ts'
import type { Source } from '../turn.ts'
import { safeLink } from './safe-link.ts'
import styles from './source-list.module.css'

/** Passages that a text cites, in its order. */
export function SourceList({ sources }: { sources: readonly Source[] }) {
  return (
    <ul className={styles.sources} aria-label={t('Sources')}>
      {sources.map(({ title, url, quote }, index) => {
        const target = safeLink(url, location.hostname)
        return (
          // Their order is fixed, and a text may cite a source twice.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} dir="auto" title={quote}>
            {target === undefined ? (
              title
            ) : (
              <a href={target} target="_blank" rel="noopener noreferrer">
                {title}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
