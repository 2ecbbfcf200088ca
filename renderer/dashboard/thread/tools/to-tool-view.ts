import { t } from '../../../language/t.ts'
import type { Fields } from '../to-blocks.ts'

export interface Todo {
  text: string
  status: 'completed' | 'in_progress' | 'pending'
}

/** A question to the user, with the answers to choose from. */
export interface Question {
  text: string
  options: readonly { label: string; description: string }[]
}

/** Display of a call of one of Claude Code's tools. */
export type ToolView =
  | { view: 'diff'; path: string; edits: readonly { before: string; after: string }[] }
  | { view: 'todos'; todos: readonly Todo[] }
  | { view: 'command'; command: string }
  | { view: 'text'; text: string }
  | { view: 'markdown'; text: string }
  | { view: 'questions'; questions: readonly Question[] }
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
  Bash: toCommand,
  Read: toPlace,
  LS: toPlace,
  Grep: toPattern,
  Glob: toPattern,
  Task: toTask,
  Agent: toTask,
  WebFetch: toAddress,
  WebSearch: toAddress,
  web_search: toAddress,
  web_fetch: toAddress,
  PowerShell: toCommand,
  Monitor: toCommand,
  NotebookEdit: toNotebook,
  ExitPlanMode: ({ plan, ...others }) => ({
    subject: '',
    view: typeof plan === 'string' ? { view: 'markdown', text: plan } : rest(others, []),
  }),
  AskUserQuestion: toQuestions,
  Skill: (input) => named(input, 'skill', ['skill']),
  ToolSearch: (input) => named(input, 'query', ['query']),
  SendMessage: (input) => ({
    subject: join([text(input, 'to'), text(input, 'summary')], ': '),
    view: { view: 'text', text: text(input, 'message') ?? '' },
  }),
  TaskCreate: (input) => ({
    subject: text(input, 'subject') ?? '',
    view: { view: 'text', text: text(input, 'description') ?? '' },
  }),
  TaskUpdate: (input) => ({
    subject: join([taskOf(input), text(input, 'status'), text(input, 'subject')], ' · '),
    view: rest(input, ['taskId', 'status', 'subject']),
  }),
  TaskGet: toTaskId,
  TaskOutput: toTaskId,
  TaskStop: toTaskId,
  CronCreate: (input) => ({
    subject: text(input, 'cron') ?? '',
    view: { view: 'text', text: text(input, 'prompt') ?? '' },
  }),
}

const MCP = 'mcp__'

/** `mcp__github__search_issues` → server and tool; undefined for a tool of Claude Code. */
export function splitMcpName(name: string): { server: string; tool: string } | undefined {
  if (!name.startsWith(MCP)) return undefined
  const end = name.indexOf('__', MCP.length + 1)
  if (end === -1 || end + 2 === name.length) return undefined
  return { server: name.slice(MCP.length, end), tool: name.slice(end + 2) }
}

function toCommand(input: Fields): ToolFace {
  return {
    subject: text(input, 'description') ?? '',
    view: { view: 'command', command: text(input, 'command') ?? '' },
  }
}

function toNotebook(input: Fields): ToolFace {
  const path = pathOf(input)
  const place = [path, text(input, 'cell_id'), text(input, 'edit_mode')]
  const edit = { before: '', after: text(input, 'new_source') ?? '' }
  return { subject: join(place, ', '), view: { view: 'diff', path, edits: [edit] } }
}

function toQuestions(input: Fields): ToolFace {
  const questions = list(input, 'questions').map((question) => ({
    text: text(question, 'question') ?? '',
    options: list(question, 'options').map((option) => ({
      label: text(option, 'label') ?? '',
      description: text(option, 'description') ?? '',
    })),
  }))
  const heads = list(input, 'questions').map((question) => text(question, 'header'))
  return { subject: join(heads, ', '), view: { view: 'questions', questions } }
}

/** The field of this name is the subject. */
function named(input: Fields, key: string, told: readonly string[]): ToolFace {
  return { subject: text(input, key) ?? '', view: rest(input, told) }
}

function taskOf(input: Fields): string | undefined {
  const id = text(input, 'taskId') ?? text(input, 'task_id')
  return id && t('Task {{id}}', { id })
}

function toTaskId(input: Fields): ToolFace {
  return { subject: taskOf(input) ?? '', view: rest(input, ['taskId', 'task_id']) }
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
