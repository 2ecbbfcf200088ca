import type { ContextShare } from '../../../../shared/explanation.ts'
import { t } from '../../../language/t.ts'
import { formatCount, formatShare, formatShort } from '../../../ui/format-number.ts'
import { Icon } from '../../../ui/icon.tsx'
import { useDisclosure } from '../../thread/use-disclosure.ts'
import { ContextFindings } from './context-findings.tsx'
import styles from './context-tab.module.css'
import { PartName } from './part-name.tsx'
import { saySource } from './say-source.ts'
import type { ContextPart, ContextParts } from './to-context-parts.ts'

interface ContextSectionProps {
  context: readonly ContextShare[]
  parts: ContextParts
}

/** Parts that are listed of a source. */
const MAX_PARTS = 30

/** Shares of the prompt by source; a source opens to its parts, largest first. */
export function ContextSection({ context, parts }: ContextSectionProps) {
  const total = context.reduce((sum, { tokens }) => sum + tokens, 0)
  return (
    <section className={styles.section} aria-label={t('What fills the context')}>
      <h3 className={styles.title}>{t('What fills the context')}</h3>
      <p className={styles.note}>
        {t('{{tokens}} tokens as counted by the API. Their shares are estimates.', {
          tokens: formatCount(total),
        })}
      </p>
      <ul className={styles.shares}>
        {context.map((share) => (
          <Share
            key={share.source}
            share={share}
            largest={context[0]?.share ?? 1}
            parts={parts.parts.filter(({ source, size }) => source === share.source && size > 0)}
          />
        ))}
      </ul>
      <ContextFindings context={context} parts={parts} />
    </section>
  )
}

interface ShareProps {
  share: ContextShare
  /** The share that fills the width. */
  largest: number
  parts: readonly ContextPart[]
}

function Share({ share: { source, tokens, share }, largest, parts }: ShareProps) {
  const [isOpen, setOpen] = useDisclosure(`share ${source}`)
  const facts = (
    <>
      <span className={styles.name}>{saySource(source)}</span>
      <span className={styles.tokens}>{formatShort(tokens)}</span>
      <span className={styles.percent}>{formatShare(share)}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ '--share': share / largest }} />
      </span>
    </>
  )
  return (
    <li>
      {parts.length > 0 ? (
        <button
          type="button"
          className={styles.share}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'up' : 'down'} />
          {facts}
        </button>
      ) : (
        <div className={styles.share}>
          <span />
          {facts}
        </div>
      )}
      {isOpen && <Parts parts={parts} tokens={tokens} />}
    </li>
  )
}

function Parts({ parts, tokens }: { parts: readonly ContextPart[]; tokens: number }) {
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const largest = parts.toSorted((a, b) => b.size - a.size)
  return (
    <ul className={styles.parts}>
      {largest.slice(0, MAX_PARTS).map((part, index) => (
        // Their order is fixed, and two may have the same name.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.part}>
          <PartName part={part} />
          <span className={styles.tokens}>{formatShort((tokens * part.size) / size)}</span>
        </li>
      ))}
      {largest.length > MAX_PARTS && (
        <li className={styles.note}>{t('+{{rest}} more', { rest: largest.length - MAX_PARTS })}</li>
      )}
    </ul>
  )
}
