import { expect, it } from 'vitest'
import { projectFolder } from './project-folder.ts'

it.each([
  ['-home-me-my-app', '/home/me/my-app', '/home/me/my-app'],
  ['-home-me-my-app', '/home/me/my-app/src/deep', '/home/me/my-app'],
  ['-home-me-my-app', '/home/me/my-app-2', '/home/me/my-app-2'],
  ['C--Users-me-app', String.raw`C:\Users\me\app\src`, String.raw`C:\Users\me\app`],
  ['-', '/', '/'],
  ['-home-me-app', undefined, '-home-me-app'],
])('of %s with a line from %s is %s', (project, cwd, folder) => {
  expect(projectFolder(project, cwd)).toBe(folder)
})
