import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RequestQuestion } from '../../../shared/request-filter.ts'
import type { WorkerData } from '../protocol.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

/** Rows of one session with bodies: each asks `ask n` and is answered `answer n`. */
export function spokenRows(count: number): (RowMessage & { end: EndMessage })[] {
  return planned({ count }).map((row, index) => ({
    ...row,
    endpoint: '/v1/messages',
    sessionId: 'the-session',
    end: {
      ...row.end,
      requestBody: Buffer.from(
        JSON.stringify({ tools: [{ name: 'Read' }], messages: [{ role: 'user', content: `ask ${index}` }] }),
      ),
      responseBody: Buffer.from(JSON.stringify({ content: [{ type: 'text', text: `answer ${index}` }] })),
      responseHeaders: 'content-type\napplication/json',
    },
  }))
}

/** Tests of summaries and titles, for every database. */
export function describeTurns(freshTarget: () => Promise<WorkerData['target']>): void {
  let storageWorker: TestEngine

  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
  })
  afterEach(() => storageWorker.close())

  it('summarizes each request, and names its session after the first words', async () => {
    const rows = spokenRows(30)
    // The first request is stored last.
    await storageWorker.persist(rows.slice(10))
    await storageWorker.persist(rows.slice(0, 10))
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests.map(({ asked, result, sessionTitle }) => ({ asked, result, sessionTitle }))).toEqual(
      rows.map((_, n) => ({ asked: `ask ${n}`, result: `answer ${n}`, sessionTitle: 'ask 0' })).toReversed(),
    )
    const detail = await storageWorker.read('request', { id: rows[3]?.requestId ?? '' })
    expect(detail.request).toMatchObject({ asked: 'ask 3', result: 'answer 3', sessionTitle: 'ask 0' })
  })

  it('summarizes nothing without captured bodies', async () => {
    const rows = spokenRows(3).map((row) => ({ ...row, end: { ...row.end, keepBody: false } }))
    await storageWorker.persist(rows)
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests).toHaveLength(3)
    expect(JSON.stringify(requests)).not.toMatch(/ask \d|answer \d/)
  })

  it('finds what a turn added, by its words, tools and files, and nothing that it repeats', async () => {
    const edit = {
      type: 'tool_use',
      id: 'e',
      name: 'Edit',
      input: { file_path: '/home/ada/app/src/Theme-dark.css' },
    }
    const turns = [
      { asked: 'Make the Größe 2 px', content: [edit] },
      { asked: 'thanks', content: [{ type: 'text', text: 'The theme is bigger now.' }] },
    ]
    const [first, second] = spokenRows(2).map((row, at) => {
      const { asked = '', content } = turns[at] ?? {}
      const history =
        at === 0
          ? []
          : [
              { role: 'user', content: 'Make the Größe 2 px' },
              { role: 'assistant', content: [edit] },
            ]
      const messages = [...history, { role: 'user', content: asked }]
      const requestBody = Buffer.from(JSON.stringify({ tools: [{ name: 'Edit' }], messages }))
      return {
        ...row,
        end: { ...row.end, requestBody, responseBody: Buffer.from(JSON.stringify({ content })) },
      }
    })
    if (first === undefined || second === undefined) throw new Error('no rows')
    await storageWorker.persist([first, second])
    const find = async (filter: RequestQuestion) => {
      const { requests, total } = await storageWorker.read('summaries', { offset: 0, limit: 0, ...filter })
      expect(total).toBe(requests.length)
      return requests.map(({ requestId }) => (requestId === first.requestId ? 'first' : 'second'))
    }
    expect(await find({ tool: 'edit' })).toEqual(['first'])
    expect(await find({ tool: 'edi' })).toEqual([])
    expect(await find({ file: 'theme-da' })).toEqual(['first'])
    expect(await find({ file: 'src/theme-dark.css', tool: 'Edit' })).toEqual(['first'])
    expect(await find({ file: 'dark/theme' })).toEqual([])
    expect(await find({ search: 'grosse' })).toEqual([])
    expect(await find({ search: 'GRÖẞE' })).toEqual(['first'])
    expect(await find({ search: 'größ' })).toEqual(['first'])
    expect(await find({ search: 'theme' })).toEqual(['second', 'first'])
    expect(await find({ search: 'theme bigger' })).toEqual(['second'])
    for (const hostile of ['"', "' or 1=1 --", '* NEAR(', 'said:x', '\u0000', '()', '!&|'])
      await find({ search: hostile, file: hostile })
    await storageWorker.read('clear', { before: Date.now() * 2 })
    expect(await find({ tool: 'edit' })).toEqual([])
  })

  it('sorts by duration, tokens and cost, largest first', async () => {
    const rows = planned({ count: 300 })
    await storageWorker.persist(rows)
    const prices = { prices: [], source: '', date: '2026-01-01' } as never
    for (const [sort, value] of [
      ['duration', ({ end }: RowMessage) => end?.durationMs ?? -1],
      ['tokens', ({ end }: RowMessage) => end?.outputTokens ?? -1],
    ] as const) {
      const page = await storageWorker.read('summaries', { offset: 0, limit: 50, sort, prices })
      const rest = await storageWorker.read('summaries', { offset: 50, limit: 0, sort, prices })
      const sorted = rows.toSorted((a, b) => value(b) - value(a) || b.startedAt - a.startedAt)
      expect([...page.requests, ...rest.requests].map(({ requestId }) => requestId)).toEqual(
        sorted.map(({ requestId }) => requestId),
      )
    }
    expect((await storageWorker.read('summaries', { offset: 0, limit: 5, sort: 'cost', prices })).total).toBe(
      300,
    )
  })

  it('forgets the titles of deleted sessions', async () => {
    await storageWorker.persist(spokenRows(3))
    await storageWorker.read('clear', { before: Date.now() * 2 })
    await storageWorker.persist(
      spokenRows(3).map((row) => ({ ...row, end: { ...row.end, keepBody: false } })),
    )
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests.map(({ sessionTitle }) => sessionTitle)).toEqual([undefined, undefined, undefined])
  })
}
