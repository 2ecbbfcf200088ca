import { showValue } from './show-value.ts'

/** An invalid setting. The message names it, its value, and the accepted values. */
export class SettingsError extends Error {
  constructor(name: string, value: string, expected: string) {
    super(`${name} is "${showValue(value)}"; it must be ${expected}.`)
    this.name = 'SettingsError'
  }
}
