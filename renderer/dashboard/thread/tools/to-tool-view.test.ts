import { expect, test } from 'vitest'
import { toToolFace } from './to-tool-view.ts'

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
  ['Edit', {}, '', 'diff'],
  ['TodoWrite', { todos: 'none' }, '0 of 0 done', 'todos'],
])('%s %j', (name, input, subject, view) => {
  expect(toToolFace(name, input)).toMatchObject({ subject, view: { view } })
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
