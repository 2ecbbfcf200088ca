import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, URL } from '../testing/connect-fixtures.ts'
import { createRig, type Rig } from '../testing/create-rig.ts'

const GATEWAY = 'https://gateway.corp.example/anthropic'
const CANARY = 'canary-of-the-gateway'

let rig: Rig

beforeEach(async () => {
  rig = await createRig()
})

afterEach(() => rig.remove())

/** Places that can set a gateway and its credential. */
const PLACES = {
  user: async (settings: object) => {
    await rig.put(rig.settings, JSON.stringify(settings))
    return {}
  },
  environment: async ({ env = {}, ...more }: { env?: Record<string, string> }) => {
    await rig.put(rig.settings, JSON.stringify(more))
    return env
  },
  shell: async ({ env = {}, ...more }: { env?: Record<string, string> }) => {
    await rig.put(rig.settings, JSON.stringify(more))
    const lines = Object.entries(env).map(([name, value]) => `export ${name}="${value}"\n`)
    await rig.put(join(rig.home, '.bashrc'), lines.join(''))
    return {}
  },
}

const CREDENTIALS = {
  ANTHROPIC_AUTH_TOKEN: { env: { ANTHROPIC_AUTH_TOKEN: CANARY } },
  ANTHROPIC_API_KEY: { env: { ANTHROPIC_API_KEY: CANARY } },
  ANTHROPIC_CUSTOM_HEADERS: { env: { ANTHROPIC_CUSTOM_HEADERS: `x-corp-key: ${CANARY}` } },
  apiKeyHelper: { apiKeyHelper: `echo ${CANARY}` },
}

describe('an existing gateway with a credential', () => {
  const cases = Object.keys(PLACES).flatMap((place) =>
    Object.keys(CREDENTIALS).map((credential) => [place, credential] as const),
  )

  it.each(cases)(
    'in %s with %s is kept, or connecting is refused and changes nothing',
    async (place, name) => {
      const credential: { env?: Record<string, string> } = Reflect.get(CREDENTIALS, name)
      const setUp: (typeof PLACES)['shell'] = Reflect.get(PLACES, place)
      const env = await setUp({ ...credential, env: { ...credential.env, ANTHROPIC_BASE_URL: GATEWAY } })
      const before = await rig.get()
      const connector = rig.connector({ env })
      await connector.listening(URL)
      expect(await connector.read()).toMatchObject({ gateway: GATEWAY, gatewayKept: false })

      const refusal = await failureOf(connector.connect({ gateway: 'replace' }))
      expect(refusal).toMatchObject({ code: 'gateway_credential' })
      expect(refusal.details).toContain(name)
      expect(`${refusal.message} ${refusal.details}`).not.toContain(CANARY)
      expect(await rig.get()).toBe(before)
      expect(rig.gateway()).toBe('')

      expect(await connector.connect({})).toMatchObject({
        state: 'connected',
        gateway: GATEWAY,
        gatewayKept: true,
      })
      expect(rig.gateway()).toBe(GATEWAY)
      await connector.disconnect()
      expect(await rig.get()).toBe(before)
      expect(rig.gateway()).toBe('')
    },
  )
})

it('is replaced where it has no credential of its own, and the choice is kept', async () => {
  const env = { ANTHROPIC_BASE_URL: GATEWAY, ANTHROPIC_API_KEY: 'sk-ant-of-the-user' }
  await rig.put(rig.settings, JSON.stringify({ env }))
  const connector = rig.connector()
  await connector.listening(URL)
  expect(await connector.connect({ gateway: 'replace' })).toMatchObject({ gatewayKept: false })
  expect(rig.gateway()).toBe('')
  await connector.connect({})
  expect(rig.gateway()).toBe('')
  await connector.connect({ gateway: 'keep' })
  expect(rig.gateway()).toBe(GATEWAY)
})

it('stays the upstream at another port, after a restart and after a pause', async () => {
  await rig.put(rig.settings, JSON.stringify({ env: { ANTHROPIC_BASE_URL: GATEWAY } }))
  const connector = rig.connector()
  await connector.listening(URL)
  await connector.connect({})
  await connector.listening('http://127.0.0.1:3999')
  expect(rig.gateway()).toBe(GATEWAY)
  await connector.stopping()
  await rig.connector().listening(URL)
  expect(rig.gateway()).toBe(GATEWAY)
})

it.each(['https://api.anthropic.com', 'http://localhost:3456', 'file:///etc/passwd', 'not an address'])(
  'is not %s',
  async (address) => {
    await rig.put(
      rig.settings,
      JSON.stringify({ env: { ANTHROPIC_BASE_URL: address, ANTHROPIC_AUTH_TOKEN: CANARY } }),
    )
    const connector = rig.connector()
    await connector.listening(URL)
    expect((await connector.read()).gateway).toBeNull()
    await connector.connect({ gateway: 'replace' })
    expect(rig.gateway()).toBe('')
  },
)
