/** A setting that cannot be used. The message names it, what it is, and what it may be. */
export class SettingsError extends Error {
  constructor(name: string, value: string, expected: string) {
    super(`${name} is "${value}"; it must be ${expected}.`)
    this.name = 'SettingsError'
  }
}
