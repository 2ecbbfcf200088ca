import { expect, test } from 'vitest'
import { resumeCommand } from './resume-command.ts'

const told = (projectName: string) => ({ sessionId: 'abc-1', projectName, projectPath: '-p' })

test.each([
  ['/home/ada/app', false, 'cd /home/ada/app && claude --resume abc-1'],
  ['/home/ada/my app', false, "cd '/home/ada/my app' && claude --resume abc-1"],
  ["/home/a'; rm -rf /", false, String.raw`cd '/home/a'\''; rm -rf /' && claude --resume abc-1`],
  [String.raw`C:\Users\Ada's`, true, String.raw`cd 'C:\Users\Ada''s'; claude --resume abc-1`],
  ['-p', false, 'claude --resume abc-1'],
])('%s', (name, isWindows, command) => {
  expect(resumeCommand(told(name), isWindows)).toBe(command)
})
