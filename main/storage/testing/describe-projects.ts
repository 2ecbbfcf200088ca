import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WorkerData } from '../protocol.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

type Row = RowMessage & { end: EndMessage }

/** A request as Claude Code sends it. Without a folder it is one for a title. */
function rowIn(folder: string | undefined, changes: Partial<RowMessage> & { requestId: string }): Row {
  const [row] = planned({ count: 1 })
  if (row === undefined) throw new Error('no row')
  const environment = `<env>\nWorking directory: ${folder}\nIs directory a git repo: Yes\n</env>`
  const system = folder === undefined ? 'Write a title.' : environment
  const body = JSON.stringify({ system, messages: [{ role: 'user', content: 'hi' }] })
  const end = { ...row.end, requestBody: new Uint8Array(Buffer.from(body)) }
  return { ...row, sessionId: 'session', agentId: undefined, ...changes, end }
}

/** Tests of the projects that requests belong to, for every database. */
export function describeProjects(freshTarget: () => Promise<WorkerData['target']>): void {
  let target: WorkerData['target']
  let storageWorker: TestEngine
  beforeEach(async () => {
    target = await freshTarget()
    storageWorker = openStorageWorker(target)
  })
  afterEach(() => storageWorker.close())

  async function projects(filter: { project?: string; search?: string } = {}): Promise<object> {
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0, ...filter })
    return Object.fromEntries(requests.map(({ requestId, project }) => [requestId, project]))
  }

  it('gives a session the project that its main agent names, before and after', async () => {
    await storageWorker.persist([
      rowIn(undefined, { requestId: 'a-title' }),
      rowIn(undefined, { requestId: 'b-title', sessionId: 'other' }),
    ])
    expect(await projects()).toEqual({ 'a-title': undefined, 'b-title': undefined })
    await storageWorker.persist([
      rowIn('/home/me/app/worktree', { requestId: 'a-agent', agentId: 'agent' }),
      rowIn('/home/me/app', { requestId: 'a-main' }),
      rowIn('/home/me/lib', { requestId: 'b-main', sessionId: 'other' }),
      rowIn('/home/me/lib', { requestId: 'c-main', sessionId: undefined }),
      rowIn(undefined, { requestId: 'd-title', sessionId: undefined }),
    ])
    await storageWorker.persist([rowIn(undefined, { requestId: 'a-later' })])
    expect(await projects()).toEqual({
      'a-title': '/home/me/app',
      'a-agent': '/home/me/app',
      'a-main': '/home/me/app',
      'a-later': '/home/me/app',
      'b-title': '/home/me/lib',
      'b-main': '/home/me/lib',
      'c-main': '/home/me/lib',
      'd-title': undefined,
    })
  })

  it('sums the daily usage of one project, with the requests of its sessions', async () => {
    await storageWorker.persist([
      rowIn(undefined, { requestId: 'a-title' }),
      rowIn('/home/me/app', { requestId: 'a-main' }),
      rowIn('/home/me/lib', { requestId: 'b-main', sessionId: 'other' }),
    ])
    const range = { start: 0, end: Date.UTC(2100, 0, 1), tz: 'Europe/Berlin', source: 'proxy' } as const
    const requests = async (project?: string) => {
      const { days } = await storageWorker.read('usage', { ...range, project })
      return days.reduce((sum, day) => sum + day.requests, 0)
    }
    expect(await Promise.all(['/home/me/app', '/home/me/lib', '/home/me', undefined].map(requests))).toEqual([
      2, 1, 0, 3,
    ])
  })

  it('remembers it across a restart, and finds the requests of a project', async () => {
    await storageWorker.persist([
      rowIn('/home/me/app', { requestId: 'main' }),
      rowIn('/home/me/other', { requestId: 'other', sessionId: 'other' }),
    ])
    await storageWorker.close()
    storageWorker = openStorageWorker(target)
    await storageWorker.persist([rowIn(undefined, { requestId: 'title' })])
    const found = { main: '/home/me/app', title: '/home/me/app' }
    expect(await projects({ project: '/home/me/app' })).toEqual(found)
    expect(await projects({ search: 'me/app' })).toEqual(found)
    expect(await projects({ project: '/home/me' })).toEqual({})
    const detail = await storageWorker.read('request', { id: 'title' })
    expect(detail.request.project).toBe('/home/me/app')
  })

  it('keeps a sub-agent in its own folder until the session is known, and no credential in a path', async () => {
    const key = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789'
    await storageWorker.persist([rowIn('/home/me/tree', { requestId: 'agent', agentId: 'agent' })])
    await storageWorker.persist([rowIn(`/home/${key}`, { requestId: 'key', sessionId: 'other' })])
    expect(await projects()).toMatchObject({
      agent: '/home/me/tree',
      key: expect.not.stringContaining('abcdefghij'),
    })
  })
}
