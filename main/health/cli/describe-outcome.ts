import { stripVTControlCharacters } from 'node:util'
import type { CliDetails } from '../../../shared/health/cli.ts'
import type { CodedMessage } from '../../../shared/coded-message.ts'
import type { CheckStatus } from '../../../shared/health/check-status.ts'
import { type Coded, coded, toMessage } from '../../../shared/language/say.ts'
import type { CliSpec } from './cli-spec.ts'
import { parseFullVersion } from './parse-full-version.ts'
import { parseVersion } from './parse-version.ts'
import { redactCliOutput } from './redact-cli-output.ts'
import type { ProbeOutcome } from './run-probe.ts'

export interface Description {
  status: CheckStatus
  message?: CodedMessage
  details: Pick<
    CliDetails,
    | 'installation_status'
    | 'cli_status'
    | 'version'
    | 'binary_path'
    | 'version_output'
    | 'error'
    | 'return_code'
    | 'version_full'
  >
}

/**
 * The result of `--version`, in the wording and fields of ccproxy-api 0.1.7 (`check_claude_code`, `check_codex_cli`).
 */
export function describeOutcome(spec: CliSpec, binaryPath: string, outcome: ProbeOutcome): Description {
  if (outcome.kind === 'exited' && outcome.code === 0) return describeSuccess(spec, binaryPath, outcome)
  const command = `${spec.binary} --version`
  return {
    status: outcome.kind === 'not_started' ? 'fail' : 'warn',
    details: {
      ...describeProblem(`'${command}'`, outcome),
      version: null,
      binary_path: binaryPath,
    },
    message: toMessage(codeProblem(command, outcome)),
  }
}

/** The result of a search without a match. */
export function describeMissing(spec: CliSpec): Description {
  return {
    status: 'warn',
    details: {
      installation_status: 'not_found',
      cli_status: 'not_installed',
      error: `${spec.title} binary not found in PATH`,
      version: null,
      binary_path: null,
    },
    message: toMessage(coded('check.cli_not_found', { command: spec.binary })),
  }
}

function describeSuccess(
  spec: CliSpec,
  binaryPath: string,
  output: { stdout: string; stderr: string },
): Description {
  const stdout = plain(output.stdout)
  const full = parseFullVersion(stdout || plain(output.stderr))
  return {
    status: 'pass',
    details: {
      installation_status: 'found',
      cli_status: 'available',
      version: redactCliOutput(parseVersion(stdout, spec.fallbackToken)),
      binary_path: binaryPath,
      version_output: redactCliOutput(stdout),
      ...(full === undefined ? {} : { version_full: full }),
    },
  }
}

type Problem = Pick<CliDetails, 'installation_status' | 'cli_status' | 'error' | 'return_code'>

function describeProblem(command: string, outcome: ProbeOutcome): Problem {
  if (outcome.kind === 'timeout') {
    return {
      installation_status: 'found_with_issues',
      cli_status: 'timeout',
      error: `Timeout running ${command}`,
    }
  }
  if (outcome.kind === 'not_started') {
    return {
      installation_status: 'error',
      cli_status: 'error',
      error: redactCliOutput(`Unexpected error running ${command}: ${outcome.error.message}`),
    }
  }
  return {
    installation_status: 'found_with_issues',
    cli_status: 'binary_found_but_errors',
    error: redactCliOutput(`${command} failed: ${plain(outcome.stderr) || 'Unknown error'}`),
    return_code: String(outcome.code),
  }
}

function codeProblem(command: string, outcome: ProbeOutcome): Coded {
  if (outcome.kind === 'timeout') return coded('check.cli_timeout', { command })
  if (outcome.kind === 'not_started')
    return coded('check.cli_not_started', { command, cause: redactCliOutput(outcome.error.message) })
  const output = redactCliOutput(plain(outcome.stderr))
  return output === ''
    ? coded('check.cli_failed_silently', { command, code: outcome.code })
    : coded('check.cli_failed', { command, output })
}

function plain(output: string): string {
  return stripVTControlCharacters(output).trim()
}
