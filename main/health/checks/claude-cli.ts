import type { CliSpec } from '../cli/cli-spec.ts'
import { type CliCheck, createCliCheck } from '../cli/create-cli-check.ts'
import type { CliProbeDeps } from '../cli/probe-cli.ts'

const CLAUDE: CliSpec = {
  key: 'claude_cli',
  binary: 'claude',
  title: 'Claude CLI',
  overrideVariables: ['CLAUDE_CLI_PATH', 'CLAUDE_PATH', 'CLAUDE__CLI_PATH'],
  installerDirs: ['.local/bin', '.claude/local'],
  fallbackToken: 'first',
  // Claude Code's changelog, 2.1.41: "Added `claude auth login`, `claude auth status`, and `claude auth logout`".
  statusCommandSince: '2.1.41',
  state: { variable: 'CLAUDE_CONFIG_DIR', inMovedFolder: '.claude.json', inHome: '.claude.json' },
}

/** Checks that Claude Code is installed, its path and its version. */
export function createClaudeCliCheck(deps: CliProbeDeps): CliCheck {
  return createCliCheck(CLAUDE, deps)
}
