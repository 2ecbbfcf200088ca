import type { CliSpec } from '../cli/cli-spec.ts'
import { type CliCheck, createCliCheck } from '../cli/create-cli-check.ts'
import type { CliProbeDeps } from '../cli/probe-cli.ts'

const CODEX: CliSpec = {
  key: 'codex_cli',
  binary: 'codex',
  title: 'Codex CLI',
  overrideVariables: ['CODEX_CLI_PATH'],
  installerDirs: ['.local/bin'],
  fallbackToken: 'last',
  // Added by openai/codex#1716 in July 2025, when 0.10 was current.
  statusCommandSince: '0.20.0',
  state: { variable: 'CODEX_HOME', inMovedFolder: '', inHome: '.codex' },
}

/** Checks that Codex is installed, its path and its version. */
export function createCodexCliCheck(deps: CliProbeDeps): CliCheck {
  return createCliCheck(CODEX, deps)
}
