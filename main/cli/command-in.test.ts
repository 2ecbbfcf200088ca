import { expect, it } from 'vitest'
import { commandIn } from './command-in.ts'

it.each([
  [
    ['status', '--json'],
    ['status', '--json'],
  ],
  [['--no-sandbox', 'doctor'], ['doctor']],
  [['--version'], ['--version']],
  [['--no-sandbox', '--command-line'], []],
  [['--command-line', 'statsu'], ['statsu']],
])('%j is a command', (args, command) => {
  expect(commandIn(args)).toEqual(command)
})

it.each([
  [],
  ['--hidden'],
  ['--no-sandbox'],
  ['signalbox://open/usage'],
  ['--', 'signalbox://connect'],
  ['--data-dir', '/x'],
  ['--disconnect'],
  // A file that was dropped on the icon.
  ['/home/me/notes.txt'],
])('%j opens the app', (...args) => {
  expect(commandIn(args)).toBeUndefined()
})
