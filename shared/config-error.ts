import { type CodedIssue, issueInEnglish } from './coded-issue.ts'

/**
 * Reason why a change to `config.json` was rejected. `invalid`: the change fails validation. `broken_file`: the file is
 * not JSON, and writing would lose the user's text. `not_saved`: the system refused the write.
 */
export type ConfigErrorCode = 'invalid' | 'broken_file' | 'not_saved'

export class ConfigError extends Error {
  readonly code: ConfigErrorCode
  /** One entry for each issue. */
  readonly issues: readonly CodedIssue[]

  constructor(code: ConfigErrorCode, issues: readonly CodedIssue[], options: ErrorOptions = {}) {
    super(issues.map(issueInEnglish).join(' '), options)
    this.name = 'ConfigError'
    this.code = code
    this.issues = issues
  }
}
