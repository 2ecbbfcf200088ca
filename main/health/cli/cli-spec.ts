import type { Release } from './is-at-least.ts'

/** The differences between the command-line tools that are searched for. */
export interface CliSpec {
  key: 'claude_cli' | 'codex_cli'
  /** File name without extension, and the name in messages: `'claude --version' failed: …`. */
  binary: 'claude' | 'codex'
  title: 'Claude CLI' | 'Codex CLI'
  /** Environment variables that name the binary outright, strongest first. */
  overrideVariables: readonly string[]
  /** Directories under the home directory where this tool's own installer puts it, in order. */
  installerDirs: readonly string[]
  /** Which word of the output is the version when none looks like one. */
  fallbackToken: 'first' | 'last'
  /**
   * First version with `claude auth status` or `codex login status`. An older one takes the words for a prompt and
   * starts a conversation that costs money, or starts a sign-in.
   */
  statusCommandSince: Release
  state: StateMark
}

/** A file or folder that the tool makes when it first runs. While it is missing, the user has never started it. */
export interface StateMark {
  /** Environment variable that moves the tool's own folder. */
  variable: string
  /** Relative to that folder, with the variable set. Empty for the folder itself. */
  inMovedFolder: string
  /** Relative to the home directory, without it. */
  inHome: string
}
