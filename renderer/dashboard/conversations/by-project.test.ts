import { expect, test } from 'vitest'
import type { ConversationSummary } from '../../../shared/conversations.ts'
import { byProject } from './by-project.ts'

const ALL = [
  conversation('1', '-home-app', 'Fix the parser'),
  conversation('2', '-home-web', 'Add a button'),
  conversation('3', '-home-app', 'Write tests'),
]

test('projects are in the order of their newest conversation', () => {
  expect(byProject(ALL).map(({ path, conversations }) => [path, conversations.map(({ id }) => id)])).toEqual([
    ['-home-app', ['1', '3']],
    ['-home-web', ['2']],
  ])
})

function conversation(id: string, projectPath: string, firstMessage: string): ConversationSummary {
  const at = '2026-11-21T12:00:00.000Z'
  return {
    id,
    projectPath,
    projectName: projectPath.replaceAll('-', '/'),
    firstMessage,
    requestCount: 1,
    startTime: at,
    lastActivity: at,
    duration: 0,
  }
}
