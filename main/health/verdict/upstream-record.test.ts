import { describe, expect, test } from 'vitest'
import type { FailureKind } from './outcome.ts'
import { createUpstreamRecord } from './upstream-record.ts'

const SECOND = 1_000

/** An upstream with a step-by-step history; each step ends at `now`, a second after the previous one. */
function upstream() {
  const record = createUpstreamRecord()
  let now = 100 * SECOND
  const told = {
    record,
    now: () => now,
    /** Advances the clock. In seconds. */
    wait(seconds: number) {
      now += seconds * SECOND
      return told
    },
    fail(kind: FailureKind | 'suspended' = 'overloaded', took = 0, cause?: string) {
      now += SECOND
      record.record({ kind, status: 529, cause, startedAt: now - took * SECOND, endedAt: now })
      return told
    },
    ok(took = 0) {
      now += SECOND
      record.record({ kind: 'ok', startedAt: now - took * SECOND, endedAt: now })
      return told
    },
    responded() {
      now += SECOND
      record.record({ kind: 'responded', startedAt: now, endedAt: now })
      return told
    },
    probe(ok: boolean, code = 'ECONNREFUSED') {
      now += SECOND
      record.probed({ ok, code: ok ? undefined : code, startedAt: now, endedAt: now })
      return told
    },
    alarm: () => record.alarm(now),
    kind: () => record.alarm(now)?.kind,
  }
  return told
}

/** Changes of the alarm within three minutes of traffic from ten clients, after the first ten seconds. */
function changesOf(share: number, seed: number): number {
  const random = createRandom(seed + 1)
  const ended: { startedAt: number; endedAt: number }[] = []
  for (let client = 0; client < 10; client++) {
    for (let now = 100 * SECOND + random() * SECOND; now < 280 * SECOND;) {
      const endedAt = now + 100 + random() * 900
      ended.push({ startedAt: now, endedAt })
      now = endedAt + 300
    }
  }
  const record = createUpstreamRecord()
  const states = ended
    .toSorted((a, b) => a.endedAt - b.endedAt)
    .flatMap((span) => {
      record.record({ kind: random() < share ? 'overloaded' : 'ok', ...span })
      const isAlarm = record.alarm(span.endedAt) !== undefined
      return span.endedAt < 110 * SECOND ? [] : [isAlarm]
    })
  return states.filter((state, at) => at > 0 && state !== states[at - 1]).length
}

/** Reproducible numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

describe('failures in a row', () => {
  test('one is no alarm, two of a kind are one, a success ends it', () => {
    const one = upstream().ok().fail()
    expect(one.alarm()).toBeUndefined()
    expect(one.fail().alarm()).toMatchObject({ by: 'row', kind: 'overloaded', row: 2 })
    expect(one.ok().alarm()).toBeUndefined()
  })

  test('of the same family count together, and the newest says why', () => {
    expect(upstream().fail('broken').fail('unreachable').kind()).toBe('unreachable')
    expect(upstream().fail('rejected').fail('overloaded').alarm()).toBeUndefined()
    expect(upstream().fail('rejected').fail('overloaded').fail('timeout').kind()).toBe('timeout')
  })

  test('stay an alarm through a failure of another kind', () => {
    expect(upstream().fail('dns').fail('dns').fail('overloaded').kind()).toBe('overloaded')
  })

  test('that were not sent because of earlier ones count as those', () => {
    expect(upstream().fail('timeout').fail('suspended').kind()).toBe('timeout')
  })

  test('of a limit are told only in a row', () => {
    const limited = upstream()
    for (let count = 0; count < 10; count++) limited.fail('limited').ok()
    expect(limited.alarm()).toBeUndefined()
    expect(limited.fail('limited').fail('limited').kind()).toBe('limited')
  })

  test('stay an alarm without traffic, and keep the time since when', () => {
    const silent = upstream().fail().fail()
    const since = silent.now()
    expect(silent.wait(3_600).alarm()).toMatchObject({ since: since - SECOND, row: 2, minute: { failed: 0 } })
  })
})

describe('requests that overlap', () => {
  test('late failures of before the recovery are no alarm', () => {
    const late = upstream().fail('timeout').fail('timeout').ok()
    expect(late.fail('timeout', 30).fail('timeout', 31).alarm()).toBeUndefined()
  })

  test('a late failure of before the last success is none either', () => {
    const late = upstream().ok().ok()
    expect(late.fail('timeout', 5).fail('timeout', 6).alarm()).toBeUndefined()
  })

  test('streams that are cut after another request has ended are failures', () => {
    expect(upstream().ok().fail('broken', 3).fail('broken', 4).kind()).toBe('broken')
  })

  test('a stream that began before the outage is no recovery', () => {
    expect(upstream().fail('dns').fail('dns').ok(60).kind()).toBe('dns')
  })
})

describe('the share of the last minute', () => {
  test('is an alarm from 20 % of five requests on, with two failures', () => {
    const mixed = upstream().ok().fail().ok().ok()
    expect(mixed.alarm()).toBeUndefined()
    expect(mixed.fail().alarm()).toMatchObject({ by: 'share', minute: { total: 5, faults: 2 } })
  })

  test('one failure in five is none', () => {
    expect(upstream().ok().ok().ok().fail().ok().alarm()).toBeUndefined()
  })

  test.each([
    [10, 0],
    [4, 1],
  ])('one failure in %i for ten minutes changes it %i times', (every, changes) => {
    const steady = upstream()
    const states: boolean[] = [false]
    for (let count = 1; count <= 600; count++) {
      if (count % every === 0) steady.fail()
      else steady.ok()
      states.push(steady.alarm() !== undefined)
    }
    expect(states.filter((state, at) => at > 0 && state !== states[at - 1])).toHaveLength(changes)
  })

  test.each([
    [0.03, 2],
    [0.1, 4],
    [0.15, 4],
    [0.25, 2],
    [0.5, 0],
    [0.8, 0],
  ])('a share of %d, at random among requests that overlap, changes it at most %i times', (share, most) => {
    const changes = Array.from({ length: 20 }, (_, seed) => changesOf(share, seed))
    expect(Math.max(...changes)).toBeLessThanOrEqual(most)
  })

  test('short rows again and again do not flicker', () => {
    const flapping = upstream()
    for (let count = 0; count < 10; count++) flapping.fail().fail().ok()
    let changes = 0
    for (let count = 0; count < 60; count++) {
      flapping.fail()
      if (flapping.alarm() === undefined) changes++
      flapping.fail().ok()
      if (flapping.alarm() === undefined) changes++
    }
    expect(changes).toBe(0)
  })

  test('ends with ten successes in a row, or when the minute is over', () => {
    const busy = upstream().ok().fail().ok().ok().fail()
    for (let count = 0; count < 9; count++) busy.ok()
    expect(busy.alarm()).toBeDefined()
    expect(busy.ok().alarm()).toBeUndefined()
    expect(upstream().ok().fail().ok().ok().fail().ok().wait(61).alarm()).toBeUndefined()
    expect(upstream().ok().fail().ok().ok().fail().wait(61).alarm()).toBeDefined()
  })
})

describe('probes', () => {
  test('clear a connection that failed', () => {
    expect(upstream().fail('unreachable').fail('unreachable').probe(true).alarm()).toBeUndefined()
  })

  test.each(['overloaded', 'rejected', 'server_error', 'timeout', 'broken'] as const)(
    'say nothing of what happens after connecting: %s',
    (kind) => {
      expect(upstream().fail(kind).fail(kind).probe(true).kind()).toBe(kind)
    },
  )

  test('say nothing of a sign-in that an outbound proxy asks for once it is connected', () => {
    const refused = upstream().fail('outbound_proxy', 0, 'outbound_proxy_auth')
    expect(refused.fail('outbound_proxy', 0, 'outbound_proxy_auth').probe(true).kind()).toBe('outbound_proxy')
  })

  test('that failed and then succeed are a recovery from cut streams, too', () => {
    const killed = upstream().fail('broken').fail('broken').probe(false)
    expect(killed.alarm()).toMatchObject({ kind: 'unreachable', cause: 'ECONNREFUSED' })
    expect(killed.probe(true).alarm()).toBeUndefined()
  })

  test('are not believed again after a request has failed in spite of one', () => {
    const deceiving = upstream().fail('unreachable').fail('unreachable').probe(true).fail('unreachable')
    expect(deceiving.kind()).toBe('unreachable')
    expect(deceiving.probe(true).kind()).toBe('unreachable')
    expect(deceiving.ok().alarm()).toBeUndefined()
  })

  test('that fail now and then are not believed either, until they have failed in a row', () => {
    const flaky = upstream().fail('broken').fail('broken').probe(false).probe(true).fail('broken')
    expect(flaky.probe(false).probe(true).kind()).toBe('broken')
    expect(flaky.fail('unreachable').probe(false).probe(false).probe(true).kind()).toBe('unreachable')
    expect(flaky.probe(false).probe(false).probe(false).probe(true).alarm()).toBeUndefined()
  })

  test('clear no overload that came before the network failed', () => {
    const mixed = upstream().fail('overloaded').fail('overloaded').fail('unreachable')
    expect(mixed.probe(true).alarm()).toBeDefined()
    expect(mixed.responded().alarm()).toBeDefined()
    expect(mixed.ok().alarm()).toBeUndefined()
  })

  test('that began before the last failure clear nothing', () => {
    const late = upstream().fail('dns').fail('dns')
    late.record.probed({ ok: true, startedAt: late.now() - 1, endedAt: late.now() + 1 })
    expect(late.kind()).toBe('dns')
  })

  test('a failure long after is the first one again', () => {
    expect(upstream().fail('dns').fail('dns').probe(true).wait(61).fail('dns').alarm()).toBeUndefined()
  })

  test('are an alarm of their own after three over four seconds', () => {
    const idle = upstream().probe(false).probe(false).probe(false)
    expect(idle.alarm()).toBeUndefined()
    idle.probe(false)
    expect(idle.probe(false, 'ENOTFOUND').alarm()).toMatchObject({ by: 'probe', kind: 'dns' })
    expect(idle.probe(true).alarm()).toBeUndefined()
  })

  test('say nothing against a request that has succeeded since', () => {
    const used = upstream().probe(false).probe(false).probe(false).ok().probe(false)
    expect(used.alarm()).toBeUndefined()
  })
})

test('a response to a bad request proves that the network works, and not that the limit is over', () => {
  expect(upstream().fail('dns').fail('dns').responded().alarm()).toBeUndefined()
  expect(upstream().fail('overloaded').fail('overloaded').responded().kind()).toBe('overloaded')
})
