import type { Fields } from '../to-blocks.ts'

export interface Todo {
  text: string
  status: 'completed' | 'in_progress' | 'pending'
}

/** How a call of one of Claude Code's tools is shown. */
export type ToolView =
  | { view: 'diff'; path: string; edits: readonly { before: string; after: string }[] }
  | { view: 'todos'; todos: readonly Todo[] }
  | { view: 'command'; command: string }
  | { view: 'text'; text: string }
  /** All there is to say stands in the head. */
  | { view: 'nothing' }
  | { view: 'fields'; fields: Fields }

export interface ToolFace {
  /** Beside the tool's name: what it was called with. */
  subject: string
  view: ToolView
}

/** What a call is about, and how it is best read. A tool that nobody knows shows its fields. */
export function toToolFace(name: string, input: Fields): ToolFace {
  const path = text(input, 'file_path') ?? text(input, 'notebook_path') ?? text(input, 'path')
  switch (name) {
    case 'Edit':
      return { subject: path ?? '', view: toDiff(path, [input]) }
    case 'MultiEdit':
      return { subject: path ?? '', view: toDiff(path, list(input, 'edits')) }
    case 'Write':
      return {
        subject: path ?? '',
        view: {
          view: 'diff',
          path: path ?? '',
          edits: [{ before: '', after: text(input, 'content') ?? '' }],
        },
      }
    case 'TodoWrite':
      return toTodos(input)
    case 'Bash':
      return {
        subject: text(input, 'description') ?? '',
        view: { view: 'command', command: text(input, 'command') ?? '' },
      }
    case 'Read':
    case 'LS':
      return { subject: [path, range(input)].filter(Boolean).join(', '), view: { view: 'nothing' } }
    case 'Grep':
    case 'Glob':
      return {
        subject: [text(input, 'pattern'), path && `in ${path}`].filter(Boolean).join(' '),
        view: rest(input, ['pattern', 'path']),
      }
    case 'Task':
    case 'Agent':
      return {
        subject: [text(input, 'subagent_type'), text(input, 'description')].filter(Boolean).join(': '),
        view: { view: 'text', text: text(input, 'prompt') ?? '' },
      }
    case 'WebFetch':
    case 'WebSearch':
    case 'web_search':
      return {
        subject: text(input, 'url') ?? text(input, 'query') ?? '',
        view: rest(input, ['url', 'query']),
      }
    default:
      return { subject: path ?? '', view: rest(input, []) }
  }
}

function toDiff(path: string | undefined, edits: readonly Fields[]): ToolView {
  return {
    view: 'diff',
    path: path ?? '',
    edits: edits.map((edit) => ({
      before: text(edit, 'old_string') ?? '',
      after: text(edit, 'new_string') ?? '',
    })),
  }
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
  return { subject: `${done} of ${todos.length} done`, view: { view: 'todos', todos } }
}

/** `{ offset: 10, limit: 20 }` → `lines 10–29` */
function range({ offset, limit }: Fields): string | undefined {
  const from = typeof offset === 'number' ? offset : 1
  if (typeof limit !== 'number') return typeof offset === 'number' ? `from line ${from}` : undefined
  return `lines ${from}–${from + limit - 1}`
}

function rest(input: Fields, told: readonly string[]): ToolView {
  const others = Object.entries(input).filter(([key]) => !told.includes(key))
  return others.length === 0 ? { view: 'nothing' } : { view: 'fields', fields: Object.fromEntries(others) }
}

function text(fields: Fields, key: string): string | undefined {
  const value = fields[key]
  return typeof value === 'string' ? value : undefined
}

function list(fields: Fields, key: string): Fields[] {
  const value = fields[key]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}
