import { t } from '../../../language/t.ts'
import { formatBytes } from '../../../ui/format-number.ts'
import { Result, ToolCallBlock } from '../tools/tool-call.tsx'
import type { Block } from '../turn.ts'
import styles from './block-view.module.css'
import { CacheBadge } from './cache-badge.tsx'
import { ClippedText } from './clipped-text.tsx'
import { Fold } from './fold.tsx'
import { PictureBlock } from './picture-block.tsx'
import { SourceList } from './source-list.tsx'
import { TextBlock } from './text-block.tsx'

/** One block of a turn. */
export function BlockView({ id, block }: { id: string; block: Block }) {
  if (block.kind === 'call') return <ToolCallBlock id={id} call={block} />
  return (
    <div className={styles.block}>
      <Content id={id} block={block} />
      {block.cache && <CacheBadge cache={block.cache} />}
    </div>
  )
}

function Content({ id, block }: { id: string; block: Exclude<Block, { kind: 'call' }> }) {
  switch (block.kind) {
    case 'text':
      return (
        <>
          <TextBlock id={id} text={block.text} />
          {block.sources && <SourceList sources={block.sources} />}
        </>
      )
    case 'reminder':
      return (
        <Fold id={id} icon="minus" title={t('Added by Claude Code')} note={formatBytes(block.text.length)}>
          {() => <ClippedText id={`${id} text`} text={block.text.trim()} lines={30} />}
        </Fold>
      )
    case 'thinking':
      if (block.redacted || block.text === '')
        return <p className={styles.muted}>{t('Encrypted thinking, readable only by Anthropic')}</p>
      return (
        <Fold id={id} icon="thought" title={t('Thinking')} note={formatBytes(block.text.length)}>
          {() => <TextBlock id={`${id} text`} text={block.text} />}
        </Fold>
      )
    case 'result':
      return <Result id={id} result={block.result} />
    case 'picture':
      return <PictureBlock picture={block} />
    case 'document':
      return (
        <p className={styles.muted}>
          {block.title}, {formatBytes(block.size)}
        </p>
      )
    case 'event':
      if (block.text === '') return <p className={styles.muted}>{block.title}</p>
      return (
        <Fold id={id} icon="minus" title={block.title} note={formatBytes(block.text.length)}>
          {() => <TextBlock id={`${id} text`} text={block.text} />}
        </Fold>
      )
    case 'other':
      return (
        <Fold id={id} icon="minus" title={t('Block of type “{{type}}”', { type: block.type })}>
          {() => <ClippedText id={`${id} text`} text={JSON.stringify(block.value, null, 2)} lines={30} />}
        </Fold>
      )
  }
}
