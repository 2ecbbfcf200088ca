import type { RequestLog } from '../../../shared/request-log.ts'

export type RawSide = 'request' | 'response' | 'events'

/** Request or response body as text, with JSON formatted. Undefined if there is none. */
export function toRawText({ body, bodyText, response }: RequestLog, side: RawSide): string | undefined {
  switch (side) {
    case 'request':
      return body === undefined ? bodyText : pretty(body)
    case 'response':
      return response?.body === undefined ? response?.bodyText : pretty(response.body)
    case 'events':
      return response?.streamingChunks?.map(toEvent).join('\n\n')
  }
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

/** `{"type":"ping"}` → event name and data, as received. */
function toEvent(data: string): string {
  const name = /^\{\s*"type"\s*:\s*"([\w.-]+)"/.exec(data)?.[1]
  return name === undefined ? `data: ${data}` : `event: ${name}\ndata: ${data}`
}
