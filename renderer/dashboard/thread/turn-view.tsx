import { Fragment, memo, useState } from 'react'
import { t } from '../../language/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatExact } from '../../ui/format.ts'
import { formatCount } from '../../ui/format-number.ts'
import { formatClock } from '../../ui/format-time.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { BlockView } from './blocks/block-view.tsx'
import { Fold } from './blocks/fold.tsx'
import type { Turn } from './turn.ts'
import styles from './turn-view.module.css'

const NAMES = { user: () => t('User'), assistant: () => 'Claude', system: () => t('System') } as const
const ICONS = { user: 'person', assistant: 'conversations', system: 'settings' } as const

/** Blocks shown at first, and with each click: ten thousand blocked the page for seconds. */
const MAX_BLOCKS = 50

/** One turn of a conversation. */
export const TurnView = memo(function TurnView({ turn, now }: { turn: Turn; now: number }) {
  const { id, role, at, model, author, isResponse, isSidechain } = turn
  const [most, setMost] = useState(MAX_BLOCKS)
  const hidden = Math.max(0, turn.blocks.length - most)
  const note = author ? author.note : model && shortModel(model)
  return (
    <article className={styles.turn} data-role={role} data-sidechain={isSidechain}>
      <header className={styles.head}>
        <Icon name={ICONS[role]} />
        <h3 className={styles.name}>
          {isSidechain && role === 'user' ? t('Task for a sub-agent') : (author?.name ?? NAMES[role]())}
        </h3>
        {isSidechain && role === 'assistant' && <Badge>{t('sub-agent')}</Badge>}
        {isResponse && <Badge tone="accent">{t('response')}</Badge>}
        {note && <span className={styles.note}>{note}</span>}
        {at !== undefined && (
          <time className={styles.time} title={formatExact(at)}>
            {formatClock(at, now)}
          </time>
        )}
      </header>
      {turn.blocks.slice(0, most).map((block, index) => (
        // The order of a turn's blocks is fixed.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          <BlockView id={`${id} ${index}`} block={block} />
          {block.kind === 'call' && block.agent && (
            <SubAgent id={`${id} ${index} agent`} turns={block.agent} now={now} />
          )}
        </Fragment>
      ))}
      {hidden > 0 && (
        <Button kind="quiet" onClick={() => setMost(most + MAX_BLOCKS)}>
          {t('Show more ({{number}})', { number: formatCount(hidden) })}
        </Button>
      )}
    </article>
  )
})

/** Turns of a sub-agent, below its task. */
function SubAgent({ id, turns, now }: { id: string; turns: readonly Turn[]; now: number }) {
  return (
    <Fold
      id={id}
      icon="conversations"
      title={t('Sub-agent conversation')}
      note={t('{{count}} turns', { count: turns.length })}
    >
      {() => turns.map((turn) => <TurnView key={turn.id} turn={turn} now={now} />)}
    </Fold>
  )
}
