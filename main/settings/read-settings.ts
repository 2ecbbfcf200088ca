import { dirname } from 'node:path'
import { absolutePath } from './absolute-path.ts'
import type { Layer } from './layer.ts'
import { listEnvironment } from './list-environment.ts'
import { findPlaces, type Flags, loadSettings } from './load-settings.ts'
import { readConfigFile } from './read-config-file.ts'
import { findIgnoredEnvFile, type NamedFile, readEnvFile } from './read-env-file.ts'
import { isProviderName } from './read-provider-env.ts'
import type { Settings } from './settings.ts'
import { InvalidSettingError } from './settings-error.ts'

/** Variables that the user's login shell exports. */
export interface LoginShellVariables {
  values: Readonly<Record<string, string>>
}

export interface ReadSettingsOptions {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  flags: Flags
  /** The current folder. Its `.env` is only reported as ignored. */
  cwd?: string | undefined
  loginShell?: LoginShellVariables | undefined
}

/**
 * Collects settings from all sources: flag before environment before login shell before `.env` before configuration
 * file before default.
 * The configuration file is `--config`, `CCPROXY_CONFIG`, or `config.json` in the data folder; the `.env` is
 * `--env-file`, `SIGNALBOX_ENV_FILE`, or the one beside the configuration file.
 *
 * @throws SettingsError
 */
export function readSettings({ env, platform, flags, cwd, loginShell }: ReadSettingsOptions): Settings {
  const named = flags.config || env['CCPROXY_CONFIG']
  const { configPath } = findPlaces({ env, platform, flags })
  const file = readConfigFile(configPath)
  if (file === undefined && named)
    throw new InvalidSettingError(flags.config ? '--config' : 'CCPROXY_CONFIG', named, 'an existing file')

  const envFile = readEnvFile({ named: namedEnvFile(flags, env), folder: dirname(configPath) })
  const layers = [shellLayer(loginShell), envFile, file?.layer].filter((layer) => layer !== undefined)
  const asked = new Set<string>()
  const settings = loadSettings({ env, platform, flags, layers, asked })
  return {
    ...settings,
    envFile: envFile && { path: envFile.path, names: envFile.used() },
    ignoredEnvFile: findIgnoredEnvFile({
      cwd,
      used: envFile?.path,
      isSetting: (name) => asked.has(name) || isProviderName(name),
    }),
    environment: listEnvironment(namedSources({ env, loginShell, envFile })),
    warnings: [...settings.warnings, ...(file?.warnings ?? [])],
  }
}

function shellLayer(loginShell: LoginShellVariables | undefined): Layer | undefined {
  return loginShell && { values: loginShell.values, label: (name) => `${name} in the login shell` }
}

function namedSources({
  env,
  loginShell,
  envFile,
}: Pick<ReadSettingsOptions, 'env' | 'loginShell'> & { envFile: Layer | undefined }) {
  return [
    ['environment', env],
    ['login_shell', loginShell?.values ?? {}],
    ['env_file', withoutLocation(envFile?.values ?? {})],
  ] as const
}

/** Removes the variable that is read from the environment alone: the folder of Claude Code's files. */
function withoutLocation({ CLAUDE_CONFIG_DIR: _unused, ...values }: Layer['values']): Layer['values'] {
  return values
}

function namedEnvFile(flags: Flags, env: NodeJS.ProcessEnv): NamedFile | undefined {
  const by = flags['env-file'] ? '--env-file' : 'SIGNALBOX_ENV_FILE'
  const value = flags['env-file'] || env['SIGNALBOX_ENV_FILE']
  return value ? { path: absolutePath({ name: by, value }), by } : undefined
}
