import { type IncomingHttpHeaders, request } from 'node:http'

export interface HttpResponse {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface HttpGetOptions {
  method?: string
  /** Sent unchanged; `Host` defaults to that of the URL. */
  headers?: Readonly<Record<string, string>>
  body?: string
}

/** One request on a connection of its own. Unlike `fetch`, it sends any `Host` and adds no header. */
export function httpGet(
  url: string,
  { method = 'GET', headers = {}, body }: HttpGetOptions = {},
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method, headers, agent: false }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      res.once('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }))
      res.once('error', reject)
    })
    req.once('error', reject)
    req.end(body)
  })
}
