import { inEnglish } from '../../shared/language/say.ts'
import { explainRefusal } from '../base/explain-refusal.ts'
import { showValue } from './show-value.ts'

/** Settings that can't be used. The message consists of both parts. */
export class SettingsError extends Error {
  /** `PORT is "abc"`, without a full stop. */
  readonly reason: string
  /** `It must be a port from 0 to 65535.` */
  readonly remedy: string

  constructor(reason: string, remedy: string, message = `${reason}. ${remedy}`) {
    super(message)
    this.name = 'SettingsError'
    this.reason = reason
    this.remedy = remedy
  }
}

/** An invalid setting. The message names it, its value, and the accepted values. */
export class InvalidSettingError extends SettingsError {
  constructor(name: string, value: string, expected: string) {
    const reason = `${name} is "${showValue(value)}"`
    super(reason, `It must be ${expected}.`, `${reason}; it must be ${expected}.`)
  }
}

/**
 * A settings file that the system doesn't let us read.
 *
 * @param named the setting that names the file, if one does
 */
export function unreadableFile(
  path: string,
  { named, cause }: { named?: string | undefined; cause: unknown },
) {
  const file = named === undefined ? path : `${path}, which ${named} names,`
  const why = inEnglish(explainRefusal(cause)).replace(/\.$/, '')
  const remedy = named === undefined ? 'Fix the file.' : `Fix the file, or change ${named}.`
  return new SettingsError(`${file} can’t be read. ${why}`, remedy)
}
