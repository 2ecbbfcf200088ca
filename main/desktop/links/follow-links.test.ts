import { expect, test } from 'vitest'
import type { Connection, Preview } from '../../../shared/connection.ts'
import type { ServerState } from '../../../shared/ipc.ts'
import { speak } from '../language/create-speech.ts'
import { followLinks } from './follow-links.ts'

const RUNNING: ServerState = { state: 'running', baseUrl: 'http://127.0.0.1:3456' }
const SETTINGS = '~/.claude/settings.json'
const LINES: Preview['lines'] = [
  { kind: 'same', number: 1, text: '{' },
  { kind: 'added', number: 2, text: '  "env": { "ANTHROPIC_BASE_URL": "http://127.0.0.1:3456" }' },
]

interface World {
  response?: number
  /** Action that the switch would take next. */
  next?: Preview['action']
  server?: ServerState
  fails?: boolean
}

/** Follows links with a simulated user response; records questions, actions and log lines. */
function world({ response = 1, next = 'connect', server = RUNNING, fails = false }: World = {}) {
  const asked: { message: string; detail: string | undefined; defaultId: number | undefined }[] = []
  const done: string[] = []
  const logged: unknown[] = []
  const act = async (what: string) => {
    if (fails) throw new Error('The settings cannot be written.')
    done.push(what)
  }
  const preview: Preview = { action: next, path: SETTINGS, file: 'changed', lines: LINES }
  const read = async () => ({ preview, settingsPath: SETTINGS }) as Connection
  const log = (facts: object) => void logged.push(facts)
  const follow = followLinks({
    question: async ({ message, detail, defaultId }) => {
      asked.push({ message, detail, defaultId })
      return { response }
    },
    started: async () => server,
    connection: () => ({ read, connect: () => act('connect'), disconnect: () => act('disconnect') }),
    openDashboard: (path) => void done.push(`dashboard ${path}`),
    showStatus: () => void done.push('status'),
    texts: () => speak('en').t,
    log: { info: log, warn: log, error: log },
  })
  return { follow, asked, done, logged }
}

test('opens a page without a question', async () => {
  const { follow, done, asked } = world()
  await follow('signalbox://open/requests/4f2a')
  expect({ done, asked }).toEqual({ done: ['dashboard /requests/4f2a'], asked: [] })
})

test('connects only when the user has seen the lines and said yes; Enter says no', async () => {
  const yes = world({ response: 0 })
  await yes.follow('signalbox://connect')
  expect(yes.done).toEqual(['connect'])
  expect(yes.asked[0]?.defaultId).toBe(1)
  expect(yes.asked[0]?.detail).toBe(
    `Changes to ${SETTINGS}:\n\n  {\n+   "env": { "ANTHROPIC_BASE_URL": "http://127.0.0.1:3456" }`,
  )
  const no = world({ response: 1 })
  await no.follow('signalbox://connect')
  expect(no.done).toEqual([])
  expect(no.asked).toHaveLength(1)
})

test('says that there is nothing to do, and does nothing, whatever is answered', async () => {
  const { follow, asked, done } = world({ next: 'disconnect', response: 0 })
  await follow('signalbox://connect')
  expect(asked.map(({ message }) => message)).toEqual(['Claude Code is already connected.'])
  expect(done).toEqual([])
})

test('a page that opens links without end has one question open at a time', async () => {
  const { follow, asked } = world()
  const links = Array.from({ length: 100 }, (_, at) =>
    at % 2 ? 'signalbox://connect' : 'signalbox://disconnect',
  )
  await Promise.all(links.map(follow))
  expect(asked).toHaveLength(1)
})

test('a server that could not start is shown', async () => {
  const { follow, asked, done } = world({ server: { state: 'stopped' } })
  await follow('signalbox://connect')
  expect({ asked, done }).toEqual({ asked: [], done: ['status'] })
})

test('a switch that fails says why', async () => {
  const { follow, asked } = world({ response: 0, fails: true })
  await follow('signalbox://connect')
  expect(asked[1]).toMatchObject({
    message: 'Claude Code couldn’t be connected.',
    detail: 'The settings cannot be written.',
  })
})

test('nothing of a refused link is in the log', async () => {
  const { follow, asked, done, logged } = world({ response: 0 })
  await follow('signalbox://add-provider?key=sk-ant-secret')
  expect({ asked, done }).toEqual({ asked: [], done: [] })
  expect(logged).toEqual([{ action: 'refused' }])
})
