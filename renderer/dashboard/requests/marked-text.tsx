import { use } from 'react'
import { SearchWords, splitAtWords } from './search-words.ts'
import styles from './summary-cell.module.css'

/** A text with the words marked that the list is searched for. */
export function MarkedText({ text }: { text: string }) {
  const words = use(SearchWords)
  if (words.length === 0) return text
  return splitAtWords(text, words).map(([part, isMatch], index) =>
    isMatch ? (
      // Parts have no identity, and their order never changes.
      // oxlint-disable-next-line react/no-array-index-key
      <mark key={index} className={styles.match}>
        {part}
      </mark>
    ) : (
      part
    ),
  )
}
