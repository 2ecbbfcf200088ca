import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../../../shared/live-settings.ts'
import { buildRouting } from '../build-routing.ts'
import type { RoutingConfig } from '../routing-config.ts'

/** Builds the routing from a `config.json`, an environment and agents' files. */
export function makeRouting(
  live: Partial<LiveSettings> = {},
  { env = {}, prompts = {} }: { env?: Record<string, string>; prompts?: Record<string, string> } = {},
): RoutingConfig {
  return buildRouting({
    live: { ...DEFAULT_LIVE_SETTINGS, ...live },
    env,
    prompts: new Map(Object.entries(prompts)),
  }).config
}
