/** In characters. A longer value is a file's content, or a mistake. */
const MAX_SHOWN = 200

/** An invalid setting. The message names it, its value, and the accepted values. */
export class SettingsError extends Error {
  constructor(name: string, value: string, expected: string) {
    const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value
    super(`${name} is "${shown}"; it must be ${expected}.`)
    this.name = 'SettingsError'
  }
}
