import type { ClaudeCliInfo, CliDetails } from '../../../shared/cli.ts'

/** The structured form of a CLI check's details; `CodexCliInfo` has the same shape. */
export function toCliInfo(details: CliDetails): ClaudeCliInfo {
  return {
    status: details.cli_status,
    version: details.version,
    binary_path: details.binary_path,
    version_output: details.version_output ?? null,
    error: details.error ?? null,
    return_code: details.return_code ?? null,
  }
}
