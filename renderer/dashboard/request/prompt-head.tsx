import { t } from '../../language/t.ts'
import { formatBytes, formatShare } from '../../ui/format-number.ts'
import { CacheBadge } from '../thread/blocks/cache-badge.tsx'
import { ClippedText } from '../thread/blocks/clipped-text.tsx'
import { Fold } from '../thread/blocks/fold.tsx'
import styles from './prompt-head.module.css'
import type { Prompt, SystemPart, ToolFact } from './to-prompt.ts'

/** Content before the conversation: system prompt, tools and options. */
export function PromptHead({ prompt, isOpen }: { prompt: Prompt; isOpen: boolean }) {
  const { system, tools, options, size } = prompt
  const note = (parts: readonly { size: number }[]) => {
    const sum = parts.reduce((total, part) => total + part.size, 0)
    if (!size) return formatBytes(sum)
    return t('{{bytes}}, {{share}} of the request', {
      bytes: formatBytes(sum),
      share: formatShare(sum / size),
    })
  }
  return (
    <div className={styles.head}>
      {system.length > 0 && (
        <Fold id="system" icon="settings" title={t('System prompt')} note={note(system)} initially={isOpen}>
          {() => <SystemParts parts={system} />}
        </Fold>
      )}
      {tools.length > 0 && (
        <Fold id="tools" icon="tool" title={t('{{count}} tools', { count: tools.length })} note={note(tools)}>
          {() => (
            <ul className={styles.parts}>
              {tools.map((tool) => (
                <li key={tool.name}>
                  <ToolRow tool={tool} />
                </li>
              ))}
            </ul>
          )}
        </Fold>
      )}
      <Fold id="options" icon="rules" title={t('Options')} note={Object.keys(options).length}>
        {() => <ClippedText id="options text" text={JSON.stringify(options, null, 2)} lines={40} />}
      </Fold>
    </div>
  )
}

function SystemParts({ parts }: { parts: readonly SystemPart[] }) {
  return (
    <div className={styles.parts}>
      {parts.map(({ text, size, cache }, index) => (
        // The order of a prompt's parts is fixed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles.part}>
          <p className={styles.fact}>
            {formatBytes(size)} {cache && <CacheBadge cache={cache} />}
          </p>
          <ClippedText id={`system ${index}`} text={text} lines={20} />
        </div>
      ))}
    </div>
  )
}

function ToolRow({ tool: { name, description, schema, size, cache } }: { tool: ToolFact }) {
  const title = (
    <>
      <strong>{name}</strong> {cache && <CacheBadge cache={cache} />}
    </>
  )
  return (
    <Fold id={`tool ${name}`} icon="tool" title={title} note={formatBytes(size)}>
      {() => (
        <div className={styles.parts}>
          {description !== '' && <ClippedText id={`tool ${name} about`} text={description} lines={10} />}
          {schema !== undefined && (
            <ClippedText id={`tool ${name} schema`} text={JSON.stringify(schema, null, 2)} lines={12} />
          )}
        </div>
      )}
    </Fold>
  )
}
