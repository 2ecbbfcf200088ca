import { showValue } from './show-value.ts'

/** An invalid setting. The message names it, its value, and the accepted values. */
export class SettingsError extends Error {
  /** `PORT is "abc"` */
  readonly reason: string
  /** `It must be a port from 0 to 65535.` */
  readonly remedy: string

  constructor(name: string, value: string, expected: string) {
    const reason = `${name} is "${showValue(value)}"`
    super(`${reason}; it must be ${expected}.`)
    this.name = 'SettingsError'
    this.reason = reason
    this.remedy = `It must be ${expected}.`
  }
}
