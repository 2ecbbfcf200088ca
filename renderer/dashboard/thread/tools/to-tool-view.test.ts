import { expect, test } from 'vitest'
import { splitMcpName, toToolFace } from './to-tool-view.ts'

test.each([
  ['Edit', { file_path: '/a.ts', old_string: 'x', new_string: 'y' }, '/a.ts', 'diff'],
  ['Write', { file_path: '/a.ts', content: 'y' }, '/a.ts', 'diff'],
  ['Bash', { command: 'ls', description: 'List' }, 'List', 'command'],
  ['Read', { file_path: '/a.ts', offset: 10, limit: 20 }, '/a.ts, lines 10–29', 'nothing'],
  ['Read', { file_path: '/a.ts' }, '/a.ts', 'nothing'],
  ['Grep', { pattern: 'x+', path: '/src' }, 'x+ in /src', 'nothing'],
  ['Grep', { pattern: 'x+', glob: '*.ts' }, 'x+', 'fields'],
  ['Task', { subagent_type: 'reviewer', description: 'Look', prompt: 'Please' }, 'reviewer: Look', 'text'],
  ['mcp__db__query', { sql: 'select 1' }, '', 'fields'],
  ['PowerShell', { command: 'dir', description: 'List' }, 'List', 'command'],
  ['Monitor', { command: 'tail -f log', timeout_ms: 1000 }, '', 'command'],
  [
    'NotebookEdit',
    { notebook_path: '/a.ipynb', cell_id: 'c1', new_source: 'x', edit_mode: 'insert' },
    '/a.ipynb, c1, insert',
    'diff',
  ],
  ['ExitPlanMode', { plan: '# Plan' }, '', 'markdown'],
  ['ExitPlanMode', {}, '', 'nothing'],
  ['Skill', { skill: 'pdf', args: 'fill a.pdf' }, 'pdf', 'fields'],
  ['ToolSearch', { query: 'github issues', max_results: 5 }, 'github issues', 'fields'],
  ['SendMessage', { to: 'reviewer', summary: 'Done', message: 'All tests pass.' }, 'reviewer: Done', 'text'],
  ['TaskCreate', { subject: 'Fix it', description: 'All of it' }, 'Fix it', 'text'],
  ['TaskUpdate', { taskId: '3', status: 'completed' }, 'Task 3 · completed', 'nothing'],
  ['TaskList', {}, '', 'nothing'],
  ['TaskOutput', { task_id: 'b1', block: true }, 'Task b1', 'fields'],
  ['WebFetch', { url: 'https://example.com', prompt: 'Sum it up' }, 'https://example.com', 'fields'],
  ['WebSearch', { query: 'node 24' }, 'node 24', 'nothing'],
  ['AskUserQuestion', { questions: [{ header: 'Colour', question: 'Which?' }] }, 'Colour', 'questions'],
  ['AskUserQuestion', { questions: 'none' }, '', 'questions'],
  ['Edit', {}, '', 'diff'],
  ['TodoWrite', { todos: 'none' }, '0 of 0 done', 'todos'],
])('%s %j', (name, input, subject, view) => {
  expect(toToolFace(name, input)).toMatchObject({ subject, view: { view } })
})

test('a question has its answers to choose from', () => {
  const options = [{ label: 'Red', description: 'Like fire' }, { label: 'Blue' }]
  const { view } = toToolFace('AskUserQuestion', {
    questions: [{ header: 'C', question: 'Which?', options }],
  })
  expect(view).toEqual({
    view: 'questions',
    questions: [
      {
        text: 'Which?',
        options: [
          { label: 'Red', description: 'Like fire' },
          { label: 'Blue', description: '' },
        ],
      },
    ],
  })
})

test('a tool of an MCP server is split from its server, whatever follows', () => {
  expect(splitMcpName('mcp__github__search__all')).toEqual({ server: 'github', tool: 'search__all' })
  expect(splitMcpName('Bash')).toBeUndefined()
  expect(splitMcpName('mcp__github')).toBeUndefined()
})

test('several edits of one file stay apart', () => {
  const edits = [
    { old_string: 'a', new_string: 'b' },
    { old_string: 'c', new_string: 'd' },
  ]
  expect(toToolFace('MultiEdit', { file_path: '/a', edits }).view).toEqual({
    view: 'diff',
    path: '/a',
    edits: [
      { before: 'a', after: 'b' },
      { before: 'c', after: 'd' },
    ],
  })
})

test('todos know how far they are', () => {
  const todos = [
    { content: 'one', status: 'completed' },
    { content: 'two', status: 'in_progress' },
    { content: 'three', status: 'someday' },
  ]
  expect(toToolFace('TodoWrite', { todos })).toEqual({
    subject: '1 of 3 done',
    view: {
      view: 'todos',
      todos: [
        { text: 'one', status: 'completed' },
        { text: 'two', status: 'in_progress' },
        { text: 'three', status: 'pending' },
      ],
    },
  })
})
