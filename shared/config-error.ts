/**
 * Why a change to `config.json` was not made. `invalid`: the change itself does not hold. `broken_file`: the file is
 * no JSON, and writing would lose what somebody wrote there. `not_saved`: the system refused.
 */
export type ConfigErrorCode = 'invalid' | 'broken_file' | 'not_saved'

export class ConfigError extends Error {
  readonly code: ConfigErrorCode
  /** One sentence for each thing that is wrong; each names the field. Never a value: it may be a key. */
  readonly details: readonly string[]

  constructor(
    code: ConfigErrorCode,
    message: string,
    options: ErrorOptions & { details?: readonly string[] } = {},
  ) {
    super(message, options)
    this.name = 'ConfigError'
    this.code = code
    this.details = options.details ?? []
  }
}
