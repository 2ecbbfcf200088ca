import { expect, test } from 'vitest'
import { createInFlight } from '../proxy/recorder/in-flight.ts'
import { createDrain } from '../server/drain.ts'
import { followDrain } from './follow-drain.ts'

/** A proxy with a real drain, and the calls to its connector, in order. `finish` completes one call. */
function follow({ listens = true } = {}) {
  const told: string[] = []
  const waiting: (() => void)[] = []
  const tell = (what: string) => {
    told.push(what)
    return new Promise<void>((resolve) => waiting.push(resolve))
  }
  const connector = { stopping: () => tell('stopping'), listening: (url: string) => tell(`listening ${url}`) }
  const inFlight = createInFlight(() => 0)
  const drain = createDrain({
    inFlight,
    ceilingMs: 60_000,
    now: Date.now,
    elapsed: () => performance.now(),
    log: () => undefined,
  })
  const settled = followDrain({
    connector,
    drain,
    baseUrl: () => (listens ? 'http://127.0.0.1:3456' : undefined),
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    told,
    drain,
    settled,
    turn,
    finish: async () => {
      waiting.shift()?.()
      await turn()
    },
  }
}

test.each(['quit', 'signal'] as const)('a %s takes the settings back as it begins, once', async (source) => {
  const { drain, told, finish, settled } = follow()
  drain.start(source)
  drain.start(source)
  await finish()
  await finish()
  await settled()
  expect(told).toEqual(['stopping'])
})

test('a drain from the button leaves them, until it becomes a quit', async () => {
  const { drain, told, turn } = follow()
  drain.start('request')
  await turn()
  expect(told).toEqual([])
  drain.start('quit')
  await turn()
  expect(told).toEqual(['stopping'])
})

test('who changes their mind has the settings back, after they were taken whole', async () => {
  const { drain, told, finish, turn, settled } = follow()
  drain.start('quit')
  await turn()
  drain.cancel()
  await turn()
  expect(told).toEqual(['stopping'])
  await finish()
  expect(told).toEqual(['stopping', 'listening http://127.0.0.1:3456'])
  await finish()
  await settled()
})

test('a server that is gone meanwhile is nowhere to point to', async () => {
  const { drain, told, finish, turn } = follow({ listens: false })
  drain.start('quit')
  await turn()
  drain.cancel()
  await finish()
  expect(told).toEqual(['stopping'])
})
