import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLines } from '../journal/journal-line.ts'
import { createStore, DATABASE_FILE, type StoreDeps } from './create-store.ts'
import type { Store } from './store.ts'
import { endedRequest, openedRequest, record, until } from '../testing/request.ts'

const CANARY = 'sk-ant-api03-CANARY-0123456789abcdef'
const RETENTION = { maxDays: 30, maxBytes: 0 }

describe('the store', () => {
  let folder = ''
  let store: Store

  function start(changes: Partial<StoreDeps> = {}): Store {
    return createStore({ folder, capture: 'full', retention: RETENTION, ...changes })
  }
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'signalbox-store-')), 'größer', 'data')
    store = start()
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('shows a request from its start on, and whole after its end', async () => {
    store.open(openedRequest('request-1'))
    await store.flush()
    const open = await store.read('request', { id: 'request-1' })
    expect(open?.request).toMatchObject({
      endpoint: '/v1/messages',
      userAgent: expect.stringContaining('claude'),
    })
    expect(open?.request.response).toBeUndefined()

    const body = Buffer.from('{"messages":[{"role":"user","content":"hello"}]}')
    const answer = Buffer.from('{"type":"message","content":[]}')
    store.finish('request-1', endedRequest({ requestBody: body, responseBody: answer }))
    await store.flush()
    expect(body.length).toBeGreaterThan(0)
    expect((await store.read('request', { id: 'request-1' }))?.request).toMatchObject({
      model: 'claude-sonnet',
      messageCount: 1,
      query: 'beta=true',
      body: { messages: [{ role: 'user', content: 'hello' }] },
      termination: { who: 'upstream', phase: 'done' },
      response: { statusCode: 200, responseTime: 1200, body: { type: 'message' }, stopReason: 'end_turn' },
    })
    const bytes = await store.json('body', { id: 'request-1', side: 'response' })
    expect(Buffer.from(bytes ?? []).equals(answer)).toBe(true)
  })

  it.each([
    ['tells', { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 70 }, [30, 70]],
    ['claims more than all of them', { ephemeral_1h_input_tokens: 1e6 }, [0, 100]],
    ['does not tell', undefined, undefined],
    ['tells nonsense', 'ephemeral_1h_input_tokens', undefined],
  ])('keeps for how long tokens were cached, where the answer %s', async (_, told, kept) => {
    const usage = { cache_creation_input_tokens: 100, cache_creation: told }
    record(store, ['a', 'b'], { usage })
    await store.flush()
    const split = (fiveMinutes: number, anHour: number) => ({
      cache_creation_input_tokens: fiveMinutes + anHour,
      cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: anHour },
    })
    const [fiveMinutes = 100, anHour = 0] = kept ?? []
    expect((await store.read('request', { id: 'a' }))?.request.response?.usage).toEqual(
      kept === undefined ? { cache_creation_input_tokens: 100 } : split(fiveMinutes, anHour),
    )
    const { days } = (await store.read('usage', { start: 0, end: Date.now(), tz: 'UTC' })) ?? { days: [] }
    expect(days[0]?.lines[0]).toMatchObject({
      cacheCreationTokens: 2 * (fiveMinutes + anHour),
      cacheCreation1hTokens: 2 * anHour,
    })
  })

  it('takes one end for each request and none for others', async () => {
    record(store, ['once'])
    store.finish('once', endedRequest({ status: 500 }))
    store.finish('never opened', endedRequest())
    await store.flush()
    const list = await store.read('requests', { page: 1, limit: 10 })
    expect(list?.requests.map(({ requestId, response }) => [requestId, response?.statusCode])).toEqual([
      ['once', 200],
    ])
  })

  it('keeps no body at the level metadata and nothing when off', async () => {
    const requestBody = Buffer.from('{"messages":[{"role":"user","content":"private words"}]}')
    store.setCapture('metadata')
    record(store, ['metadata'], { requestBody, responseBody: Buffer.from('private answer') })
    store.setCapture('off')
    record(store, ['off'])
    await store.flush()
    expect(await store.json('body', { id: 'metadata', side: 'request' })).toBeUndefined()
    expect(await store.json('body', { id: 'metadata', side: 'response' })).toBeUndefined()
    expect((await store.read('request', { id: 'metadata' }))?.request.messageCount).toBe(1)
    expect(await store.json('request', { id: 'off' })).toBeUndefined()
    await store.close()
    expect(await grep(folder, 'private')).toEqual([])
  })

  it('lets no secret reach a file, wherever it stood', async () => {
    store.open(
      openedRequest('canary', {
        target: `/v1/messages?key=${CANARY}&beta=${CANARY}`,
        headers: [
          'Authorization',
          `Bearer ${CANARY}`,
          'x-api-key',
          CANARY,
          'cookie',
          CANARY,
          'user-agent',
          `a/${CANARY}`,
          CANARY,
          'x',
        ],
      }),
    )
    store.finish(
      'canary',
      endedRequest({
        streamError: `upstream said ${CANARY}`,
        responseHeaders: ['set-cookie', CANARY, 'x-echo', CANARY, 'anthropic-ratelimit-echo', CANARY],
      }),
    )
    store.setCapture('metadata')
    record(store, ['body'], {
      requestBody: Buffer.from(`{"messages":[],"k":"${CANARY}"}`),
      responseBody: Buffer.from(CANARY),
    })
    await store.flush()
    const responses = [await store.json('request', { id: 'canary' }), await store.json('rateLimits', {})]
    for (const answer of responses) expect(new TextDecoder().decode(answer)).not.toContain('CANARY')
    // Before and after the log is merged into the file.
    expect((await readdir(folder)).length).toBeGreaterThan(3)
    expect(await grep(folder, 'CANARY')).toEqual([])
    await store.close()
    expect(await grep(folder, 'CANARY')).toEqual([])
  })

  it.runIf(process.platform !== 'win32')(
    'makes files that only their owner can read, whatever the umask',
    async () => {
      await store.close()
      await rm(folder, { recursive: true })
      const umask = process.umask(0)
      store = start()
      record(store, ['a'], { requestBody: Buffer.from('{"messages":[]}') })
      await store.flush()
      process.umask(umask)
      const names = await readdir(folder)
      for (const name of ['redaction-key', 'signalbox.db', 'signalbox.db-shm', 'signalbox.db-wal']) {
        expect(names).toContain(name)
      }
      expect(names.some((name) => name.startsWith('journal-'))).toBe(true)
      for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
    },
  )

  it('goes on after the death of its thread, with what that had not written', async () => {
    record(store, ['before'])
    await store.flush()
    store.open(openedRequest('across'))
    record(store, ['in between'])
    store.restart()
    record(store, ['while it is away'])
    store.finish('across', endedRequest())
    await until(store, () => store.state().status === 'degraded')
    await store.flush()
    await until(store, () => store.state().status === 'ok')
    const list = await store.read('requests', { page: 1, limit: 10 })
    expect(list?.requests.map(({ requestId }) => requestId).toSorted()).toEqual([
      'across',
      'before',
      'in between',
      'while it is away',
    ])
    expect(list?.requests.every(({ termination }) => termination?.who === 'upstream')).toBe(true)
    expect(store.state()).toMatchObject({ restarts: 1, not_kept: 0, reason: null })
  })

  it('keeps which agent asked, short and without a credential, and finds its requests', async () => {
    const key = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789'
    const agents = ['Explore-7f3a', 'x'.repeat(5_000), key]
    for (const [index, agent] of agents.entries()) {
      const id = `by-agent-${index}`
      const opened = openedRequest(id)
      store.open({ ...opened, headers: [...opened.headers, 'X-Claude-Code-Agent-Id', agent] })
      store.finish(id, endedRequest())
    }
    record(store, ['by-the-main-agent'])
    await store.flush()
    const page = { offset: 0, limit: 0 }
    const found = await store.read('summaries', { ...page, agent: 'Explore-7f3a' })
    expect(found?.requests).toMatchObject([{ requestId: 'by-agent-0', agentId: 'Explore-7f3a' }])
    const all = (await store.read('summaries', page))?.requests ?? []
    const ids = new Map(all.map(({ requestId, agentId }) => [requestId, agentId]))
    expect(ids.get('by-agent-1')?.length).toBeLessThan(300)
    expect(ids.get('by-agent-2')).not.toContain('abcdefghij')
    expect(ids.get('by-the-main-agent')).toBeUndefined()
    const detail = await store.read('request', { id: 'by-agent-0' })
    expect(detail?.request).toMatchObject({
      agentId: 'Explore-7f3a',
      headers: { 'x-claude-code-agent-id': ['Explore-7f3a'] },
    })
  })

  it('writes what waits when it is closed, and ends what is still open', async () => {
    await store.close()
    store = start({ closeStallMs: 60_000 })
    const ids = Array.from({ length: 3000 }, (_, index) => `request-${index}`)
    record(store, ids)
    store.open(openedRequest('still open'))
    await store.close()
    store = start()
    expect((await store.read('requests', { page: 1, limit: 1 }))?.total).toBe(3001)
    const open = await store.read('request', { id: 'still open' })
    expect(open?.request.termination).toEqual({ endedBy: 'shutdown', who: 'shutdown', phase: 'connect' })
    record(store, ['after'])
    await store.close()
    store.open(openedRequest('too late'))
    store.finish('too late', endedRequest())
    await expect(store.read('latestDate', {})).rejects.toThrow('not running')
  })

  it('leaves in its journal what the thread cannot write while it is closed', async () => {
    // The file exists once a question was answered.
    await store.read('latestDate', {})
    await store.close()
    store = start({ closeStallMs: 0 })
    const ids = Array.from({ length: 500 }, (_, index) => `request-${index}`)
    record(store, ids)
    await store.close()
    const journals = (await readdir(folder)).filter((name) => name.startsWith('journal-'))
    const texts = await Promise.all(journals.map((name) => readFile(join(folder, name), 'utf8')))
    const noted = readLines(texts.join('\n')).filter(({ end }) => end?.endedBy === 'upstream')
    expect(noted.length).toBeGreaterThan(0)
    const file = new DatabaseSync(join(folder, DATABASE_FILE), { timeout: 10_000 })
    const written = file.prepare('select request_key from request where duration_ms is not null').all()
    file.close()
    const found = new Set([
      ...noted.map(({ requestId }) => requestId),
      ...written.map((row) => row['request_key']),
    ])
    expect(found).toEqual(new Set(ids))
  })

  it('ends a search that its caller has abandoned', async () => {
    await store.read('latestDate', {})
    const file = new DatabaseSync(join(folder, DATABASE_FILE), { timeout: 10_000 })
    file.exec(`insert into request
      (request_key, run_id, started_at, method_id, endpoint_id, model_id, organization_id, duration_ms)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 45000)
      select 'key-' || i, 1, i, 1, 1, 1, 0, 5 from n`)
    file.close()
    const question = { page: 1, limit: 1, minDurationMs: 5 }
    expect((await store.read('requests', question))?.total).toBe(45_000)
    const wanted = await store.read('requests', { ...question, signal: new AbortController().signal })
    expect(wanted?.total).toBe(45_000)
    const unwanted = await store.read('requests', { ...question, signal: AbortSignal.abort() })
    expect(unwanted?.total).toBeLessThan(45_000)
  })

  it('clears what is on its way, too', async () => {
    record(store, ['a', 'b'])
    expect(await store.read('clear', {})).toEqual({ message: 'Request history cleared', deleted: 2 })
    expect((await store.read('requests', { page: 1, limit: 10 }))?.total).toBe(0)
  })

  it('tells which requests have ended and can be read', async () => {
    const kept: string[] = []
    store.onStored((ids) => kept.push(...ids))
    store.open(openedRequest('open'))
    record(store, ['a', 'b'])
    await store.flush()
    expect(kept).toEqual(['a', 'b'])
  })
})

/** Names of the files that contain the text. */
async function grep(folder: string, text: string): Promise<string[]> {
  const names = await readdir(folder)
  expect(names.length).toBeGreaterThan(0)
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name))] as const),
  )
  return files.filter(([, bytes]) => bytes.includes(text)).map(([name]) => name)
}
