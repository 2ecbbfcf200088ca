/** The events do not add up to a message: failing is better than a response with a gap. */
export class StreamBrokenError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'StreamBrokenError'
  }
}
