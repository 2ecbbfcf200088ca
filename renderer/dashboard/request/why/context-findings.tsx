import type { ReactNode } from 'react'
import type { ContextShare } from '../../../../shared/explanation.ts'
import { t } from '../../../language/t.ts'
import { formatShort } from '../../../ui/format-number.ts'
import styles from './context-tab.module.css'
import { PartName } from './part-name.tsx'
import { saySource } from './say-source.ts'
import type { ContextPart, ContextParts } from './to-context-parts.ts'

interface ContextFindingsProps {
  context: readonly ContextShare[]
  parts: ContextParts
}

/** Entries of each list. */
const MAX_LISTED = 5
/** A smaller result is no reason to change anything, in tokens. */
const MIN_RESULT_TOKENS = 500

/** Parts that could be smaller: large results, tools that are never called, files that are read again. */
export function ContextFindings({ context, parts: { parts, unused, rereads } }: ContextFindingsProps) {
  const results = largestResults(context, parts)
  return (
    <>
      {results.length > 0 && (
        <Finding title={t('Largest results')}>
          {results.map(({ part, tokens }, index) => (
            // Their order is fixed, and two may have the same name.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className={styles.part}>
              <PartName part={part} />
              <span className={styles.tokens}>{formatShort(tokens)}</span>
            </li>
          ))}
        </Finding>
      )}
      {unused.size > 0 && (
        <Finding title={t('Tools not used in this conversation')}>
          {[...unused].map(([source, names]) => (
            <li key={source} className={styles.part}>
              <span className={styles.name} title={names.join(', ')}>
                {saySource(source)}: <code>{names.map(shortName).join(', ')}</code>
              </span>
              <span className={styles.tokens}>{formatShort(tokensOf(context, parts, source, names))}</span>
            </li>
          ))}
        </Finding>
      )}
      {rereads.length > 0 && (
        <Finding title={t('Files read more than once')}>
          {rereads.slice(0, MAX_LISTED).map(({ path, times }) => (
            <li key={path} className={styles.part}>
              <span className={styles.name} title={path}>
                <bdi>{path}</bdi>
              </span>
              <span className={styles.tokens}>{t('{{count}} times', { count: times })}</span>
            </li>
          ))}
        </Finding>
      )}
    </>
  )
}

function Finding({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.finding}>
      <h4 className={styles.title}>{title}</h4>
      <ul className={styles.list}>{children}</ul>
    </div>
  )
}

function largestResults(context: readonly ContextShare[], parts: readonly ContextPart[]) {
  return parts
    .filter(({ source }) => source.startsWith('result:'))
    .map((part) => ({ part, tokens: estimate(context, parts, part) }))
    .filter(({ tokens }) => tokens >= MIN_RESULT_TOKENS)
    .toSorted((a, b) => b.tokens - a.tokens)
    .slice(0, MAX_LISTED)
}

/** The tokens of a source, shared by the sizes of its parts. */
function estimate(
  context: readonly ContextShare[],
  parts: readonly ContextPart[],
  part: ContextPart,
): number {
  const tokens = context.find(({ source }) => source === part.source)?.tokens ?? 0
  const size = parts.reduce((sum, other) => sum + (other.source === part.source ? other.size : 0), 0)
  return size === 0 ? 0 : (tokens * part.size) / size
}

function tokensOf(
  context: readonly ContextShare[],
  parts: readonly ContextPart[],
  source: string,
  names: readonly string[],
): number {
  return parts
    .filter((part) => part.source === source && names.includes(part.name))
    .reduce((sum, part) => sum + estimate(context, parts, part), 0)
}

/** `mcp__github__search` → `search`: the server stands before it. */
function shortName(name: string): string {
  return name.replace(/^mcp__.+?__/, '')
}
