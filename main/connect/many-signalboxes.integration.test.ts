import fc from 'fast-check'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connector } from './create-connector.ts'
import { createRig, type Rig } from './testing/create-rig.ts'

const NAMES = ['a', 'b', 'c'] as const
type Name = (typeof NAMES)[number]

/** The user's original settings: no file, no address, a gateway, a local program that is not running now. */
const ORIGINALS: readonly (string | undefined)[] = [
  undefined,
  '{}',
  '{\n  "permissions": {},\n\t"env": {"FOO": "bär"}\n}\n',
  '{"env":{"ANTHROPIC_BASE_URL":"http://orig:1","ENABLE_TOOL_SEARCH":"false"},"a":[1,2]}\r\n',
  '{\r\n  "env": {\r\n    "ANTHROPIC_BASE_URL" : "http://127.0.0.1:9",\r\n    "X": "1"\r\n  }\r\n}\r\n',
]

/** Signalbox instances of one user, each with its own data folder. `a` uses the default one. */
class Machine {
  readonly rig: Rig
  readonly #alive = new Map<string, Connector>()

  constructor(rig: Rig) {
    this.rig = rig
  }
  /** Connector of a newly started process or of a CLI command. */
  connector(name: Name): Connector {
    const dataDir = name === 'a' ? join(this.rig.home, '.config', 'Signalbox') : join(this.rig.root, name)
    const responses = (url: URL): Promise<boolean> => Promise.resolve(this.#alive.has(url.origin))
    return this.rig.connector({ dataDir, responses, configuredUrl: urlOf(name) })
  }
  isAlive(name: Name): boolean {
    return this.#alive.has(urlOf(name))
  }
  async start(name: Name): Promise<void> {
    if (this.isAlive(name)) return
    const connector = this.connector(name)
    this.#alive.set(urlOf(name), connector)
    await connector.listening(urlOf(name))
  }
  async connect(name: Name, toolSearch: boolean): Promise<void> {
    await this.start(name)
    await this.#alive.get(urlOf(name))?.connect({ toolSearch })
  }
  async quit(name: Name): Promise<void> {
    await this.#alive.get(urlOf(name))?.stopping()
    this.#alive.delete(urlOf(name))
  }
  kill(name: Name): void {
    this.#alive.delete(urlOf(name))
  }
  async disconnect(name: Name): Promise<void> {
    const connector = this.#alive.get(urlOf(name)) ?? this.connector(name)
    await connector.disconnect()
    await connector.settled()
  }
  /** The address in the settings if it belongs to a dead Signalbox. */
  async deadAddress(): Promise<string | undefined> {
    const text = (await this.rig.get()) ?? ''
    return NAMES.filter((name) => !this.isAlive(name))
      .map(urlOf)
      .find((url) => text.includes(url))
  }
}

const urlOf = (name: Name): string => `http://127.0.0.1:520${NAMES.indexOf(name)}`

let rig: Rig
let machine: Machine
beforeEach(async () => {
  rig = await createRig()
  machine = new Machine(rig)
})
afterEach(() => rig.remove())

async function begin(original: string | undefined): Promise<void> {
  if (original !== undefined) await rig.put(rig.settings, original)
}

describe.each(ORIGINALS.map((original) => ({ original })))('with %j before', ({ original }) => {
  it.each<[string, (m: Machine) => Promise<void>]>([
    ['A quits, B quits', async (m) => (await m.quit('b'), m.quit('c'))],
    ['B quits, A quits', async (m) => (await m.quit('c'), m.quit('b'))],
    ['A is killed, B quits', async (m) => (m.kill('b'), m.quit('c'))],
    ['B is killed, A quits', async (m) => (m.kill('c'), m.quit('b'))],
    ['A disconnects, B quits', async (m) => (await m.disconnect('b'), m.quit('c'))],
    ['A is killed, B disconnects', async (m) => (m.kill('b'), m.disconnect('c'))],
    ['both are killed, A disconnects', async (m) => (m.kill('b'), m.kill('c'), m.disconnect('b'))],
    ['both are killed, B disconnects', async (m) => (m.kill('b'), m.kill('c'), m.disconnect('c'))],
    [
      'A quits and starts, both quit',
      async (m) => (await m.quit('b'), await m.start('b'), await m.quit('c'), m.quit('b')),
    ],
  ])('gives it back, byte for byte, when B connects after A, and then %s', async (_title, act) => {
    await begin(original)
    await machine.connect('b', false)
    await machine.connect('c', true)
    await act(machine)
    expect(await rig.get()).toBe(original)
  })
})

const STEP = fc.record({
  act: fc.constantFrom('connect', 'quit', 'kill', 'start', 'disconnect'),
  name: fc.constantFrom(...NAMES),
  toolSearch: fc.boolean(),
})

it('gives it back, byte for byte, after whatever three Signalboxes did', { timeout: 240_000 }, async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...ORIGINALS),
    fc.array(STEP, { minLength: 2, maxLength: 12 }),
    fc.shuffledSubarray([...NAMES], { minLength: 3, maxLength: 3 }),
    async (original, steps, order) => {
      await rig.remove()
      rig = await createRig()
      machine = new Machine(rig)
      await begin(original)
      for (const { act, name, toolSearch } of steps) {
        if (act === 'connect') await machine.connect(name, toolSearch)
        else await machine[act](name)
      }
      for (const name of order) if (machine.isAlive(name)) await machine.quit(name)
      // The last killed instance has left its address; any other instance can remove it.
      if ((await machine.deadAddress()) !== undefined)
        for (const name of order) await machine.disconnect(name)
      expect(await rig.get()).toBe(original)
    },
  )
  await fc.assert(property, { numRuns: 100 })
})

it('leaves no list of folders behind', async () => {
  await machine.connect('b', false)
  expect(await rig.get(join(rig.home, '.config', 'Signalbox', 'data-folders.json'))).toContain(
    join(rig.root, 'b'),
  )
  await machine.disconnect('b')
  expect(await rig.get(join(rig.home, '.config', 'Signalbox', 'data-folders.json'))).toBeUndefined()
})
