import { type CodedIssue, issueInEnglish } from './coded-issue.ts'

/**
 * Why a change to `config.json` was not made. `invalid`: the change itself does not hold. `broken_file`: the file is
 * not JSON, and writing would lose what the user wrote there. `not_saved`: the system refused.
 */
export type ConfigErrorCode = 'invalid' | 'broken_file' | 'not_saved'

export class ConfigError extends Error {
  readonly code: ConfigErrorCode
  /** One for each thing that is wrong. */
  readonly issues: readonly CodedIssue[]

  constructor(code: ConfigErrorCode, issues: readonly CodedIssue[], options: ErrorOptions = {}) {
    super(issues.map(issueInEnglish).join(' '), options)
    this.name = 'ConfigError'
    this.code = code
    this.issues = issues
  }
}
