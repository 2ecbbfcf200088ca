/** One HTTP request to an upstream, as it goes on the wire. */
export interface UpstreamRequest {
  origin: string
  /** Path and raw query. */
  path: string
  method: string
  headers: string[]
  body: Buffer | null
}
