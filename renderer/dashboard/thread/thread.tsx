import { type ReactNode, useEffect, useState } from 'react'
import { Scroller } from '../../ui/scroller.tsx'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import styles from './thread.module.css'
import { TurnView } from './turn-view.tsx'
import type { Block, Turn } from './turn.ts'
import { DisclosureContext } from './use-disclosure.ts'

interface ThreadProps {
  label: string
  turns: readonly Turn[]
  now: number
  /** Content above the first turn, within the scroll area. */
  before?: ReactNode
  /** Content below the last turn. */
  after?: ReactNode
  /** Initial scroll position: an end, or the turn with that line. */
  starts: 'top' | 'bottom' | (string & {})
}

/** Virtualized conversation: only turns near the viewport are rendered. */
export function Thread({ label, turns, now, before, after, starts }: ThreadProps) {
  const [kept] = useState(() => new Map<string, boolean>())
  const count = turns.length + (after === undefined ? 1 : 2)
  const { scroller, virtualizer } = useVirtualRows({
    count,
    estimateSize: (index) => guessHeight(turns[index - 1]),
    getItemKey: (index) => (index > turns.length ? 'after' : (turns[index - 1]?.id ?? 'before')),
    overscan: 2,
  })
  const first = firstIndex(turns, starts)
  useEffect(() => {
    if (first > 0) virtualizer.scrollToIndex(first, { align: 'start' })
  }, [virtualizer, first])
  return (
    <DisclosureContext value={kept}>
      <Scroller ref={scroller} className={styles.thread} label={label}>
        <div className={styles.turns} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.place}
              style={{ transform: `translateY(${start}px)` }}
            >
              {index === 0 && before}
              {index > turns.length && after}
              <TurnAt turns={turns} index={index - 1} now={now} />
            </div>
          ))}
        </div>
      </Scroller>
    </DisclosureContext>
  )
}

function TurnAt({ turns, index, now }: { turns: readonly Turn[]; index: number; now: number }) {
  const turn = turns[index]
  return turn ? <TurnView turn={turn} now={now} /> : null
}

/** Index of the first visible item; 0 is the content before the first turn. */
function firstIndex(turns: readonly Turn[], starts: string): number {
  if (starts === 'top') return 0
  return starts === 'bottom' ? turns.length : turns.findIndex((turn) => hasLine(turn, starts)) + 1
}

function hasLine({ id, lines = [id], blocks }: Turn, line: string): boolean {
  if (lines.includes(line)) return true
  return blocks.some((block) => block.kind === 'call' && block.agent?.some((turn) => hasLine(turn, line)))
}

/** Height estimate by text length, close enough to keep the scroll bar from jumping. */
function guessHeight(turn: Turn | undefined): number {
  if (!turn) return 100
  return 80 + turn.blocks.reduce((sum, block) => sum + guessBlock(block), 0)
}

function guessBlock(block: Block): number {
  switch (block.kind) {
    case 'text':
      return 30 + Math.min(block.text.length, 6_000) / 4
    case 'call':
      return 180
    case 'reminder':
    case 'thinking':
    case 'document':
    case 'event':
    case 'other':
      return 44
    case 'result':
    case 'picture':
      return 200
  }
}
