import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import { askLoginShell } from '../health/cli/ask-login-shell.ts'
import { PROVIDER_TYPES } from '../providers/provider-types.ts'
import { COMMON_VARIABLES } from '../settings/list-environment.ts'
import { parseLiveSettings } from '../settings/live/parse-live-settings.ts'
import { isProviderName } from '../settings/read-provider-env.ts'
import type { LoginShellVariables } from '../settings/read-settings.ts'

export interface LoginEnvironmentOptions {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  home: string
  /** The configuration file, whose providers have keys under their own names. */
  configPath: string
}

/** Variables and PATH of the user's login shell. */
export interface LoginEnvironment extends LoginShellVariables {
  path: readonly string[]
}

/**
 * Asks the user's login shell once for the variables that a terminal would have given us. Without them, an app from the
 * Dock reaches no upstream behind a company's proxy. Undefined if no shell responded within three seconds.
 */
export async function readLoginEnvironment({
  env,
  platform,
  home,
  configPath,
}: LoginEnvironmentOptions): Promise<LoginEnvironment | undefined> {
  return askLoginShell({ env, platform, home }, wantedNames(configPath), new AbortController().signal)
}

/** The environment with the variables of the login shell that it lacks. */
export function withLoginShell(env: NodeJS.ProcessEnv, { values }: LoginShellVariables): NodeJS.ProcessEnv {
  const isMissing = ([name]: [string, string]) => !env[name]
  return { ...env, ...Object.fromEntries(Object.entries(values).filter(isMissing)) }
}

function wantedNames(configPath: string): string[] {
  const prefixes = [
    ...Object.values(PROVIDER_TYPES).map(({ envPrefix }) => envPrefix),
    ...configuredProviders(configPath).map((name) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')),
  ]
  // An address belongs to its key: without it, a company's key would go to the provider itself.
  const own = prefixes.flatMap((prefix) => [`${prefix}_API_KEY`, `${prefix}_BASE_URL`])
  const keys = Object.values(PROVIDER_TYPES).flatMap(({ keyNames }) => keyNames)
  // They become words of a shell's command.
  const isName = (name: string) => /^[A-Z][A-Z0-9_]*$/.test(name) && isProviderName(name)
  return [...COMMON_VARIABLES, ...new Set([...own, ...keys].filter(isName))]
}

function configuredProviders(path: string): string[] {
  try {
    const { settings } = parseLiveSettings(readRegularFileSync(path).toString('utf8'), DEFAULT_LIVE_SETTINGS)
    return settings.providers.map(({ name }) => name)
  } catch {
    // No file yet.
    return []
  }
}
