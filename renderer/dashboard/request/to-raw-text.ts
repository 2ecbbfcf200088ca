import type { RequestLog } from '../../../shared/request-log.ts'

export type RawSide = 'request' | 'response' | 'events'

/** A side of the request as text, JSON in lines. Undefined where there is nothing. */
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

/** `{"type":"ping"}` → its name and its data, as they came. */
function toEvent(data: string): string {
  const name = /^\{\s*"type"\s*:\s*"([\w.-]+)"/.exec(data)?.[1]
  return name === undefined ? `data: ${data}` : `event: ${name}\ndata: ${data}`
}
