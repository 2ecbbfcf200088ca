import { createListeners } from '../../base/listeners.ts'
import type { Coded } from '../../../shared/language/say.ts'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import type { Environment } from '../../providers/resolve-provider.ts'
import { buildRouting } from './build-routing.ts'
import { readMappings } from './read-mappings.ts'
import type { RoutingConfig } from './routing-config.ts'

export interface Routing {
  /** Current routing. Referentially stable; a request keeps the one it began with. */
  read: () => RoutingConfig
  /** Configured routing that cannot work. */
  problems: () => readonly Coded[]
  /** Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
  close: () => void
}

export interface RoutingDeps {
  settings: { read: () => LiveSettings; onChange: (listener: () => void) => () => void }
  /** Environment variables of providers: `PROVIDER`, `<NAME>_API_KEY` and similar. */
  env: Environment
  /** The prompts of sub-agents; see `AgentPrompts`. */
  prompts: {
    read: () => ReadonlyMap<string, string>
    problems: () => readonly Coded[]
    follow: (names: readonly string[]) => Promise<void>
    onChange: (listener: () => void) => () => void
  }
}

/** Keeps the routing up to date with the settings and the sub-agents' files. */
export function createRouting({ settings, env, prompts }: RoutingDeps): Routing {
  const listeners = createListeners()
  const build = () => buildRouting({ live: settings.read(), env, prompts: prompts.read() })
  let current = build()

  function update(): void {
    current = build()
    listeners.notify()
  }
  function follow(): void {
    const { enable, mappings } = settings.read().subagents
    const names = enable
      ? [...Object.keys(mappings), ...readMappings(env['SUBAGENT_MAPPINGS']).map(([name]) => name)]
      : []
    void prompts.follow([...new Set(names)].toSorted())
  }

  follow()
  const stops = [
    prompts.onChange(update),
    settings.onChange(() => {
      update()
      follow()
    }),
  ]
  return {
    read: () => current.config,
    problems: () => [...current.problems, ...prompts.problems()],
    onChange: listeners.add,
    close: () => stops.forEach((stop) => stop()),
  }
}
