import { describe, expect, it, vi } from 'vitest'
import { createListeners } from '../../base/listeners.ts'
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../../shared/live-settings.ts'
import { createRouting } from './create-routing.ts'
import { promptHash } from './prompt-hash.ts'
import { coded } from '../../../shared/language/say.ts'

const NO_FILE = coded('agent.no_file', { agent: 'x', paths: '/x.md' })

function create(env: Record<string, string> = {}) {
  const ofSettings = createListeners()
  const ofPrompts = createListeners()
  let live: LiveSettings = DEFAULT_LIVE_SETTINGS
  let prompts = new Map<string, string>()
  const followed: (readonly string[])[] = []
  const routing = createRouting({
    settings: { read: () => live, onChange: ofSettings.add },
    env,
    prompts: {
      read: () => prompts,
      problems: () => [NO_FILE],
      follow(names) {
        followed.push(names)
        return Promise.resolve()
      },
      onChange: ofPrompts.add,
    },
  })
  return {
    ...routing,
    followed,
    set(change: Partial<LiveSettings>) {
      live = { ...live, ...change }
      ofSettings.notify()
    },
    find(name: string, prompt: string) {
      prompts = new Map([[name, prompt]])
      ofPrompts.notify()
    },
  }
}

describe('createRouting', () => {
  it('is the same until something changes, and tells when it does', () => {
    const routing = create()
    const listener = vi.fn<() => void>()
    routing.onChange(listener)
    const before = routing.read()
    expect(routing.read()).toBe(before)
    expect(before.isPassive).toBe(true)
    routing.set({ routes: { default: { provider: 'gone', model: 'm' } } })
    expect(routing.read().isPassive).toBe(false)
    expect(listener).toHaveBeenCalledTimes(1)
    expect(routing.problems()).toEqual([
      { code: 'route.provider_missing', params: { route: 'default', provider: 'gone' } },
      NO_FILE,
    ])
  })

  it('follows the files of the agents that are mapped, as long as they are switched on', () => {
    const routing = create({ SUBAGENT_MAPPINGS: 'z:o3,a:o3' })
    routing.set({ subagents: { enable: true, mappings: { m: 'o3', a: 'gpt-4o' } } })
    routing.set({ subagents: { enable: false, mappings: { m: 'o3' } } })
    expect(routing.followed).toEqual([[], ['a', 'm', 'z'], []])
    routing.find('m', 'You write.')
    expect([...routing.read().subagents.agents]).toEqual([[promptHash('You write.'), 'm']])
  })

  it('changes no more once it is closed', () => {
    const routing = create()
    routing.close()
    const before = routing.read()
    routing.set({ routes: { default: { provider: 'anthropic', model: 'm' } } })
    routing.find('m', 'You write.')
    expect(routing.read()).toBe(before)
  })
})
