import { afterEach, beforeEach, expect, it } from 'vitest'
import type { TranscriptMessage } from '../../../shared/transcript-usage.ts'
import { joinHeaders } from '../headers.ts'
import type { WorkerData } from '../protocol.ts'
import { keepAll } from './fill-engine.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

const START = Date.UTC(2026, 9, 2, 10, 30)
const UNTIL = Date.UTC(2026, 10, 1)
const RANGE = { start: 0, end: UNTIL, tz: 'Europe/Berlin', prices: { prices: [] } }

function message(id: string, changes: Partial<TranscriptMessage> = {}): TranscriptMessage {
  const counts = {
    cacheCreationTokens: 30,
    cacheCreation1hTokens: 10,
    cacheReadTokens: 400,
    webSearchRequests: 1,
  }
  return {
    messageId: id,
    startedAt: START,
    sessionId: 'earlier',
    project: '/home/me/app',
    isAgent: false,
    lines: [{ model: 'claude-opus-5', inputTokens: 5, outputTokens: 7, ...counts }],
    ...changes,
  }
}

/** Tests of the usage that is imported from transcripts, for every database. */
export function describeTranscripts(freshTarget: () => Promise<WorkerData['target']>): void {
  let storageWorker: TestEngine
  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
  })
  afterEach(() => storageWorker.close())

  function add(messages: readonly TranscriptMessage[]): Promise<{ added: number }> {
    const bytes = new TextEncoder().encode(JSON.stringify(messages))
    return storageWorker.read('addTranscripts', { messages: bytes, until: UNTIL })
  }
  async function importAll(messages: readonly TranscriptMessage[]) {
    await add(messages)
    for (let after = 0; ;) {
      const json = await storageWorker.ask('compareTranscripts', { after })
      if (json === undefined) break
      after = (JSON.parse(new TextDecoder().decode(json)) as { after: number }).after
    }
    return storageWorker.read('finishTranscripts', { action: 'count' })
  }
  async function usage(
    source: 'proxy' | 'transcript' | 'both',
    group: 'session' | 'agent' | 'day' = 'session',
  ) {
    const { groups } = await storageWorker.read('usageBy', { ...RANGE, groups: [group], source })
    return Object.fromEntries(groups.map(({ key, ...sums }) => [String(key[group]), sums]))
  }

  it('counts once the import is complete, with everything that usage can be grouped by', async () => {
    expect(await storageWorker.read('transcriptUsage', {})).toEqual({
      isOffered: true,
      messages: 0,
      sessions: 0,
    })
    await add([message('a'), message('b', { isAgent: true, agentId: 'agent-1' })])
    expect(await usage('transcript')).toEqual({})
    const stored = await importAll([message('c', { startedAt: UNTIL })])
    expect(stored).toMatchObject({
      isOffered: false,
      messages: 2,
      sessions: 1,
      from: '2026-10-02T10:30:00.000Z',
    })
    expect(await usage('both')).toMatchObject({
      earlier: {
        requests: 2,
        input_tokens: 10,
        output_tokens: 14,
        cache_creation_5m_input_tokens: 40,
        cache_creation_1h_input_tokens: 20,
        cache_read_input_tokens: 800,
        web_search_requests: 2,
      },
    })
    expect(Object.keys(await usage('transcript', 'agent')).toSorted()).toEqual(['agent-1', 'main'])
    expect(await usage('transcript', 'day')).toMatchObject({ '2026-10-02': { requests: 2 } })
    expect(await usage('proxy')).toEqual({})
    const part = { ...RANGE, groups: [], start: START, end: START, source: 'transcript' as const }
    expect((await storageWorker.read('usageBy', part)).total.requests).toBe(2)
    expect((await storageWorker.read('usageBy', { ...part, end: START - 1, start: 0 })).total.requests).toBe(
      0,
    )
    expect((await storageWorker.read('stats', { start: 0, end: UNTIL })).total_requests).toBe(2)
    expect((await storageWorker.read('requests', { page: 1, limit: 1 })).total).toBe(0)
  })

  it('changes nothing when it imports the same again, except for a usage that was not final', async () => {
    await importAll([message('a'), message('b')])
    const before = await usage('both')
    await importAll([message('a', { sessionId: 'fork' }), message('b')])
    expect(await usage('both')).toEqual(before)
    const [line] = message('b').lines
    await importAll(line === undefined ? [] : [message('b', { lines: [{ ...line, outputTokens: 100 }] })])
    expect((await usage('both'))['earlier']?.output_tokens).toBe(107)
  })

  it('leaves out what passed through, by the message or, in older rows, by the response header', async () => {
    const [one, two, three] = planned({ count: 3 })
    if (one === undefined || two === undefined || three === undefined) throw new Error('no rows')
    await keepAll(storageWorker, [
      { ...one, sessionId: 'earlier', end: { ...one.end, messageId: 'a' } },
      {
        ...two,
        sessionId: 'earlier',
        end: { ...two.end, responseHeaders: joinHeaders(['request-id', 'req_b']) },
      },
      three,
    ])
    const before = await usage('both')
    await importAll([message('a'), message('b', { upstreamId: 'req_b' })])
    expect(await usage('both')).toEqual(before)
    expect(await storageWorker.read('transcriptUsage', {})).toMatchObject({ messages: 0 })
    await importAll([
      message('a'),
      message('b', { upstreamId: 'req_b' }),
      message('c', { upstreamId: 'req_c' }),
    ])
    expect((await usage('transcript'))['earlier']?.requests).toBe(1)
  })

  it('leaves out messages of requests that are in flight', async () => {
    const [open] = planned({ count: 1 })
    if (open === undefined) throw new Error('no rows')
    await storageWorker.persist([{ ...open, startedAt: START, end: undefined }])
    expect(await add([message('a'), message('b', { startedAt: START - 1 })])).toEqual({ added: 1 })
  })

  it('is removed alone, and with all requests', async () => {
    await importAll([message('a')])
    const removed = await storageWorker.read('finishTranscripts', { action: 'remove' })
    expect(removed).toEqual({ isOffered: false, messages: 0, sessions: 0 })
    expect(await usage('both')).toEqual({})
    await importAll([message('a')])
    await storageWorker.read('clear', {})
    expect(await usage('both')).toEqual({})
    await add([message('a')])
    expect(await storageWorker.read('finishTranscripts', { action: 'discard' })).toMatchObject({
      messages: 0,
    })
    expect(await importAll([])).toMatchObject({ messages: 0 })
  })
}
