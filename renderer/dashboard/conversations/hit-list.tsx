import type { ConversationSearch } from '../../../shared/conversations.ts'
import { t } from '../../language/t.ts'
import { formatCount } from '../../ui/format-number.ts'
import { sayError } from '../data/say-error.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import styles from './hit-list.module.css'
import { useConversationSearch } from './use-conversations.ts'

type Hit = ConversationSearch['results'][number]

/** Matches in all transcripts. */
export function HitList({ text }: { text: string }) {
  const { data, error, isLoading } = useConversationSearch(text)
  if (text.trim() === '') return null
  return (
    <section className={styles.hits} aria-label={t('Text matches')}>
      <h2 className={styles.title}>{t('Text matches')}</h2>
      {isLoading && <p className={styles.note}>{t('Searching…')}</p>}
      {error && <p className={styles.note}>{sayError(error).join(' ')}</p>}
      {data?.results.length === 0 && <p className={styles.note}>{t('No matches.')}</p>}
      <ul>
        {data?.results.map((hit, index) => (
          // Only the index distinguishes two matches in one line.
          // oxlint-disable-next-line react/no-array-index-key
          <HitRow key={`${hit.id} ${hit.uuid} ${index}`} hit={hit} />
        ))}
      </ul>
      {data && !data.complete && (
        <p className={styles.note}>
          {t('Searched {{searched}} of {{total}} conversations. There may be more matches.', {
            searched: formatCount(data.searched),
            total: formatCount(data.total),
          })}
        </p>
      )}
    </section>
  )
}

function HitRow({ hit }: { hit: Hit }) {
  const { id, projectPath, title, type, uuid, before, match, after } = hit
  const href = withQuery(`/sessions/${id}`, { tab: 'conversation', project: projectPath, at: uuid })
  return (
    <li>
      <a className={styles.row} href={`#${href}`}>
        <span className={styles.where}>
          {title}, {type === 'user' ? t('User') : 'Claude'}
        </span>
        <span className={styles.words}>
          {before}
          <mark className={styles.match}>{match}</mark>
          {after}
        </span>
      </a>
    </li>
  )
}
