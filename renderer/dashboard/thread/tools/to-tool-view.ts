import { t } from '../../../language/t.ts'
import type { Fields } from '../to-blocks.ts'

export interface Todo {
  text: string
  status: 'completed' | 'in_progress' | 'pending'
}

/** Display of a call of one of Claude Code's tools. */
export type ToolView =
  | { view: 'diff'; path: string; edits: readonly { before: string; after: string }[] }
  | { view: 'todos'; todos: readonly Todo[] }
  | { view: 'command'; command: string }
  | { view: 'text'; text: string }
  /** The head says everything. */
  | { view: 'nothing' }
  | { view: 'fields'; fields: Fields }

export interface ToolFace {
  /** The main argument, shown beside the tool's name. */
  subject: string
  view: ToolView
}

/** Subject and display of a call. An unknown tool shows its fields. */
export function toToolFace(name: string, input: Fields): ToolFace {
  const face = Object.hasOwn(FACES, name) ? FACES[name] : undefined
  return face?.(input) ?? { subject: pathOf(input), view: rest(input, []) }
}

const FACES: Readonly<Record<string, (input: Fields) => ToolFace>> = {
  Edit: (input) => toDiff(input, [input]),
  MultiEdit: (input) => toDiff(input, list(input, 'edits')),
  Write: (input) => toDiff(input, [{ new_string: input['content'] }]),
  TodoWrite: toTodos,
  Bash: (input) => ({
    subject: text(input, 'description') ?? '',
    view: { view: 'command', command: text(input, 'command') ?? '' },
  }),
  Read: toPlace,
  LS: toPlace,
  Grep: toPattern,
  Glob: toPattern,
  Task: toTask,
  Agent: toTask,
  WebFetch: toAddress,
  WebSearch: toAddress,
  web_search: toAddress,
}

function toPlace(input: Fields): ToolFace {
  return { subject: join([pathOf(input), range(input)], ', '), view: { view: 'nothing' } }
}

function toPattern(input: Fields): ToolFace {
  const path = text(input, 'path')
  return {
    subject: join([text(input, 'pattern'), path && t('in {{path}}', { path })], ' '),
    view: rest(input, ['pattern', 'path']),
  }
}

function toTask(input: Fields): ToolFace {
  return {
    subject: join([text(input, 'subagent_type'), text(input, 'description')], ': '),
    view: { view: 'text', text: text(input, 'prompt') ?? '' },
  }
}

function toAddress(input: Fields): ToolFace {
  return { subject: text(input, 'url') ?? text(input, 'query') ?? '', view: rest(input, ['url', 'query']) }
}

function toDiff(input: Fields, changes: readonly Fields[]): ToolFace {
  const path = pathOf(input)
  const edits = changes.map((change) => ({
    before: text(change, 'old_string') ?? '',
    after: text(change, 'new_string') ?? '',
  }))
  return { subject: path, view: { view: 'diff', path, edits } }
}

function toTodos(input: Fields): ToolFace {
  const todos = list(input, 'todos').map((todo): Todo => {
    const status = text(todo, 'status')
    return {
      text: text(todo, 'content') ?? '',
      status: status === 'completed' || status === 'in_progress' ? status : 'pending',
    }
  })
  const done = todos.filter(({ status }) => status === 'completed').length
  return {
    subject: t('{{done}} of {{all}} done', { done, all: todos.length }),
    view: { view: 'todos', todos },
  }
}

/** `{ offset: 10, limit: 20 }` → `lines 10–29` */
function range({ offset, limit }: Fields): string | undefined {
  const from = typeof offset === 'number' ? offset : 1
  if (typeof limit !== 'number')
    return typeof offset === 'number' ? t('from line {{line}}', { line: from }) : undefined
  return t('lines {{first}}–{{last}}', { first: from, last: from + limit - 1 })
}

function rest(input: Fields, told: readonly string[]): ToolView {
  const others = Object.entries(input).filter(([key]) => !told.includes(key))
  return others.length === 0 ? { view: 'nothing' } : { view: 'fields', fields: Object.fromEntries(others) }
}

function pathOf(input: Fields): string {
  return text(input, 'file_path') ?? text(input, 'notebook_path') ?? text(input, 'path') ?? ''
}

function join(parts: readonly (string | undefined)[], between: string): string {
  return parts.filter(Boolean).join(between)
}

function text(fields: Fields, key: string): string | undefined {
  const value = fields[key]
  return typeof value === 'string' ? value : undefined
}

function list(fields: Fields, key: string): Fields[] {
  const value = fields[key]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}
