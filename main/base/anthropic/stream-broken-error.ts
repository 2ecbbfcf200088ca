/** The events do not add up to a message: better no answer than one with a hole. */
export class StreamBrokenError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'StreamBrokenError'
  }
}
