/** The differences between the supported command-line tools. */
export interface CliSpec {
  key: 'claude_cli' | 'codex_cli'
  /** File name without extension, and the name in messages: `'claude --version' failed: …`. */
  binary: 'claude' | 'codex'
  title: 'Claude CLI' | 'Codex CLI'
  /** Environment variables that name the binary explicitly, strongest first. */
  overrideVariables: readonly string[]
  /** Directories below the home directory used by this tool's own installer, in order. */
  installerDirs: readonly string[]
  /** The word of the output to use as version when none looks like one. */
  fallbackToken: 'first' | 'last'
  /**
   * First version with `claude auth status` or `codex login status`. An older one takes the words as a prompt and
   * starts a conversation that costs money, or starts a sign-in.
   */
  statusCommandSince: string
  state: StateMark
}

/** A file or folder that the tool creates on its first run. If it is missing, the user has never started the tool. */
export interface StateMark {
  /** Environment variable that moves the tool's folder. */
  variable: string
  /** Relative to the folder that the variable names. Empty for the folder itself. */
  inMovedFolder: string
  /** Relative to the home directory, when the variable is unset. */
  inHome: string
}
