import { expect, it } from 'vitest'
import { firstText } from './first-text.ts'

it.each([
  ['a string', 'hello', 'hello'],
  ['a message with a string', { role: 'user', content: 'hello' }, 'hello'],
  [
    'the first text of several blocks',
    [{ type: 'image' }, { type: 'text', text: 'a' }, { type: 'text', text: 'b' }],
    'a',
  ],
  ['blocks as content', { content: [{ type: 'text', text: 'hello' }] }, 'hello'],
  ['one text block', { type: 'text', text: 'hello' }, 'hello'],
  ['one text block as content', { content: { type: 'text', text: 'hello' } }, 'hello'],
  ['text with space around', '\n hello \n', 'hello'],
  [
    'text behind a reminder',
    [
      { type: 'text', text: '<system-reminder>x</system-reminder>' },
      { type: 'text', text: 'hello' },
    ],
    'hello',
  ],
  [
    'a command',
    '<command-name>/cost</command-name>\n <command-message>cost</command-message>\n <command-args></command-args>',
    '/cost',
  ],
  [
    'a command with arguments',
    '<command-message>review</command-message>\n<command-name>/review</command-name>\n<command-args>7 <b>\n8</command-args>',
    '/review 7 <b>\n8',
  ],
  ['a shell command', '<bash-input>ls -l</bash-input>', '! ls -l'],
])('reads %s', (_what, message, text) => {
  expect(firstText(message)).toBe(text)
})

it.each([
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['an empty string', ''],
  ['only space', ' \n'],
  ['a tool’s result', { content: [{ type: 'tool_result', content: 'output' }] }],
  [
    'a tool’s result in blocks',
    { content: [{ type: 'tool_result', content: [{ type: 'text', text: 'output' }] }] },
  ],
  ['text that is no string', { content: [{ type: 'text', text: 7 }] }],
  ['what a command printed', '<local-command-stdout>done</local-command-stdout>'],
])('finds no text in %s', (_what, message) => {
  expect(firstText(message)).toBeUndefined()
})

it('keeps 200 characters whole', () => {
  expect(firstText('é'.repeat(200))).toBe('é'.repeat(200))
  expect(firstText('👩'.repeat(200))).toBe('👩'.repeat(200))
})

it('cuts longer text between code points', () => {
  expect(firstText('x'.repeat(201))).toBe(`${'x'.repeat(200)}...`)
  expect(firstText(`x${'👩'.repeat(200)}`)).toBe(`x${'👩'.repeat(199)}...`)
})
