import { t } from '../../../language/t.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DiffView } from '../../../ui/diff-view.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { CacheBadge } from '../blocks/cache-badge.tsx'
import { TextBlock } from '../blocks/text-block.tsx'
import { QuestionList } from './question-list.tsx'
import { ClippedText } from '../blocks/clipped-text.tsx'
import { PictureBlock } from '../blocks/picture-block.tsx'
import type { Fields } from '../to-blocks.ts'
import type { ToolCall, ToolResult } from '../turn.ts'
import { TodoList } from './todo-list.tsx'
import styles from './tool-call.module.css'
import { toToolFace, type ToolView, splitMcpName } from './to-tool-view.ts'

/** A tool call and its result. */
export function ToolCallBlock({ id, call }: { id: string; call: ToolCall }) {
  const { subject, view } = toToolFace(call.name, call.input)
  return (
    <article className={styles.call} aria-label={t('Tool call: {{name}}', { name: call.name })}>
      <header className={styles.head}>
        <Icon name="tool" />
        <ToolName name={call.name} />
        <span className={styles.subject} title={subject}>
          {subject}
        </span>
        {call.cache && <CacheBadge cache={call.cache} />}
        {call.result?.isError && <Badge tone="error">{t('failed')}</Badge>}
        {!call.result && <Badge>{t('no result yet')}</Badge>}
      </header>
      <View id={id} view={view} />
      {call.result && <Result id={id} result={call.result} quiet={isRoutine(call)} />}
    </article>
  )
}

/** A tool of an MCP server is named with its server. */
function ToolName({ name }: { name: string }) {
  const mcp = splitMcpName(name)
  if (mcp === undefined) return <strong className={styles.name}>{name || t('Tool')}</strong>
  return (
    <strong className={styles.name} title={name}>
      {mcp.tool} <Badge>{t('MCP {{server}}', { server: mcp.server })}</Badge>
    </strong>
  )
}

/** A tool result. */
export function Result({ id, result, quiet = false }: { id: string; result: ToolResult; quiet?: boolean }) {
  if (quiet && !result.isError) return null
  return (
    <div className={styles.result}>
      <p className={styles.label}>{result.isError ? t('Failed with') : t('Output')}</p>
      {result.text !== '' && (
        <ClippedText
          id={`${id} result`}
          text={result.text}
          lines={8}
          tone={result.isError ? 'error' : 'plain'}
        />
      )}
      {result.pictures.map((picture, index) => (
        // The order of a result's images is fixed.
        // oxlint-disable-next-line react/no-array-index-key
        <PictureBlock key={index} picture={picture} />
      ))}
      {result.text === '' && result.pictures.length === 0 && (
        <p className={styles.nothing}>{t('No output')}</p>
      )}
    </div>
  )
}

// Results such as “The file has been updated” repeat the diff above.
function isRoutine({ name }: ToolCall): boolean {
  return ['Edit', 'MultiEdit', 'Write', 'TodoWrite'].includes(name)
}

function View({ id, view }: { id: string; view: ToolView }) {
  switch (view.view) {
    case 'diff': {
      const label = t('Changes to {{path}}', { path: view.path })
      return view.edits.map(({ before, after }, index) => (
        // The order of a call's edits is fixed.
        // oxlint-disable-next-line react/no-array-index-key
        <DiffView key={index} before={before} after={after} label={label} />
      ))
    }
    case 'todos':
      return <TodoList todos={view.todos} />
    case 'command':
      return <ClippedText id={`${id} command`} text={view.command} lines={12} />
    case 'text':
      return view.text === '' ? null : <ClippedText id={`${id} text`} text={view.text} lines={6} />
    case 'markdown':
      return <TextBlock id={`${id} text`} text={view.text} />
    case 'questions':
      return <QuestionList questions={view.questions} />
    case 'fields':
      return <FieldList id={id} fields={view.fields} />
    case 'nothing':
      return null
  }
}

function FieldList({ id, fields }: { id: string; fields: Fields }) {
  return (
    <dl className={styles.fields}>
      {Object.entries(fields).map(([key, value]) => (
        <div key={key} className={styles.field}>
          <dt className={styles.key}>{key}</dt>
          <dd>
            {isShort(value) ? (
              <code className={styles.short}>{String(value)}</code>
            ) : (
              <ClippedText
                id={`${id} ${key}`}
                text={typeof value === 'string' ? value : pretty(value)}
                lines={8}
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= 100 && !value.includes('\n')
  return typeof value === 'number' || typeof value === 'boolean' || value === null
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? ''
}
