import { posix, win32 } from 'node:path'
import type { Environment } from './environment.ts'

/**
 * Variables that a probed program may see. An allow-list, because there is no complete list of names for credentials.
 * NODE_OPTIONS, LD_LIBRARY_PATH and ELECTRON_* stay out: they belong to this process.
 */
const ALLOWED = `
  HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP
  XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
  SYSTEMROOT WINDIR SYSTEMDRIVE COMSPEC PATHEXT USERPROFILE USERNAME HOMEDRIVE HOMEPATH
  APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432
  PROCESSOR_ARCHITECTURE NUMBER_OF_PROCESSORS
`

/** Folders of the tools and of their version managers. */
const TOOL_HOMES = `
  CLAUDE_CONFIG_DIR CODEX_HOME NVM_DIR VOLTA_HOME BUN_INSTALL PNPM_HOME FNM_DIR
  ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR MISE_CONFIG_DIR
`

/** Without these a login script may assume that no agent runs, and start one that is left behind. */
const AGENTS = 'SSH_AUTH_SOCK SSH_AGENT_PID GPG_AGENT_INFO DBUS_SESSION_BUS_ADDRESS DISPLAY'

/** Settings for every program: no colours, no self-update, no network traffic. */
const QUIET = {
  TERM: 'dumb',
  NO_COLOR: '1',
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  // oh-my-zsh would otherwise prompt for an update.
  DISABLE_AUTO_UPDATE: 'true',
}

interface ProbeEnvOptions {
  env: Environment
  pathDirs: readonly string[]
  platform: NodeJS.Platform
  /** A login shell runs the user's own startup files, which need more than a `--version`. */
  forShell?: boolean
}

/** The environment of a probed program: the variables that it needs to start, its PATH, and no credentials. */
export function probeEnv({ env, pathDirs, platform, forShell }: ProbeEnvOptions): Record<string, string> {
  const { delimiter } = platform === 'win32' ? win32 : posix
  const allowed = new Set(`${ALLOWED} ${TOOL_HOMES} ${forShell === true ? AGENTS : ''}`.split(/\s+/))
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (allowed.has(name.toUpperCase()) || name.startsWith('LC_'))) kept[name] = value
  }
  return { ...kept, ...QUIET, PATH: pathDirs.join(delimiter) }
}
