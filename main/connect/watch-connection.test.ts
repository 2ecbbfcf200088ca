import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connector } from './create-connector.ts'
import { createRig, type Rig } from './testing/create-rig.ts'
import { type ConnectionWatch, watchConnection } from './watch-connection.ts'

const HERE = 'http://127.0.0.1:3456'

let rig: Rig
let watch: ConnectionWatch
let looks: number
let change: () => void
let later: number

beforeEach(async () => {
  rig = await createRig()
  looks = 0
  later = 0
  const connector: Connector = rig.connector()
  watch = watchConnection({
    connector: {
      ...connector,
      read: (question) => {
        looks++
        return connector.read(question)
      },
    },
    watchFiles: (onChange) => {
      change = onChange
      return () => undefined
    },
    now: () => performance.now() + later,
  })
})
afterEach(async () => {
  watch.stop()
  await rig.remove()
})

test('knows nothing before it was started, and then what the settings say', async () => {
  watch.requestCame()
  expect([watch.read(), looks]).toEqual([undefined, 0])
  watch.start()
  await expect.poll(() => watch.read()?.state).toBe('direct')
})

test('a thousand requests are counted and read no file', async () => {
  watch.start()
  await expect.poll(() => watch.read()?.state).toBe('direct')
  for (let count = 0; count < 1_000; count++) watch.requestCame()
  expect(watch.read()).toMatchObject({ state: 'direct', address: null, requests: 1_000 })
  change()
  expect(looks).toBe(1)
})

test('is read again when an old state is shown', async () => {
  watch.start()
  await expect.poll(() => watch.read()?.state).toBe('direct')
  later = 59_000
  watch.look()
  expect(looks).toBe(1)
  await rig.put(rig.settings, '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:1"}}')
  later = 60_000
  watch.look()
  await expect.poll(() => watch.read()?.state).toBe('elsewhere')
})

test('a switch is known at once, and counts from the beginning', async () => {
  watch.start()
  await watch.connector.listening(HERE)
  await expect.poll(() => watch.read()?.state).toBe('direct')
  watch.requestCame()
  await watch.connector.connect({})
  expect(watch.read()).toMatchObject({ state: 'connected', address: HERE, requests: 0 })
  await watch.connector.disconnect()
  expect(watch.read()).toMatchObject({ state: 'direct', address: null, requests: 0 })
})

test('what anybody asks for is known here, too', async () => {
  await rig.put(rig.settings, '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:1"}}')
  await watch.connector.read()
  expect(watch.read()).toMatchObject({ state: 'elsewhere', address: 'http://127.0.0.1:1' })
})
