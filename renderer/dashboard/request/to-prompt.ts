import type { RequestLog } from '../../../shared/request-log.ts'
import { shortModel } from '../../ui/short-model.ts'
import { sayDestination } from '../requests/say-destination.ts'
import { type Fields, toBlocks, toCacheMark, toFieldList, toFields, toTextOf } from '../thread/to-blocks.ts'
import { type Message, toTurns } from '../thread/to-turns.ts'
import type { CacheMark, Turn } from '../thread/turn.ts'

/** A request's prompt and response in readable form. Sizes in characters of JSON. */
export interface Prompt {
  system: readonly SystemPart[]
  tools: readonly ToolFact[]
  turns: readonly Turn[]
  /** Other request options: `max_tokens`, `thinking`, … */
  options: Fields
  /** Size of the whole body. Undefined if unknown. */
  size: number | undefined
}

export interface SystemPart {
  text: string
  size: number
  cache: CacheMark | undefined
}

export interface ToolFact {
  name: string
  description: string
  schema: unknown
  size: number
  cache: CacheMark | undefined
}

type Asked = Pick<
  RequestLog,
  'body' | 'headers' | 'response' | 'model' | 'routedModel' | 'provider' | 'route'
>

/**
 * The prompt of the request and the response, if it is a message. Undefined if the body was not captured or is not a
 * message.
 */
export function toPrompt({ body, headers, response, ...destination }: Asked): Prompt | undefined {
  const fields = toFields(body)
  if (!fields) return undefined
  const { system, tools, messages, ...options } = fields
  const asked = toFieldList(messages).map(toMessage)
  const answer = toResponse(response, toAuthor(destination))
  return {
    system: toSystem(system),
    tools: toFieldList(tools).map(toTool),
    turns: answer ? withResponse(asked, answer) : toTurns(asked),
    options,
    size: bodySize(headers),
  }
}

function toMessage(fields: Fields, index: number): Message {
  return { id: `message ${index}`, role: fields['role'], content: fields['content'] }
}

/** Results of the response's tool calls are in the next request, so the response turn has none. */
function withResponse(asked: readonly Message[], answer: Turn): Turn[] {
  return [...toTurns(asked), answer]
}

/** An error is not a turn; the ending describes it. */
function toResponse(response: RequestLog['response'], author: Turn['author']): Turn | undefined {
  if (response?.statusCode !== undefined && response.statusCode >= 400) return undefined
  const fields = toFields(response?.body)
  const common = { id: 'answer', role: 'assistant', isResponse: true, ...(author && { author }) } as const
  if (!fields)
    return response?.bodyText ? { ...common, blocks: [{ kind: 'text', text: response.bodyText }] } : undefined
  if (toFields(fields['error'])) return undefined
  const blocks = toBlocks(fields['content'])
  const model = toTextOf(fields['model'])
  if (blocks.length === 0) return undefined
  return { ...common, blocks, ...(model !== '' && { model }) }
}

/** `qwen3:8b`, with `local, by route Background`; undefined if no route matched. */
function toAuthor({
  model,
  routedModel,
  provider,
  route,
}: Omit<Asked, 'body' | 'headers' | 'response'>): Turn['author'] {
  const note = sayDestination({
    ...(provider !== undefined && { provider }),
    ...(route !== undefined && { route }),
  })
  if (note === undefined) return undefined
  const asked = routedModel ?? model
  return asked === undefined ? undefined : { name: shortModel(asked), note }
}

function toSystem(system: unknown): SystemPart[] {
  if (typeof system === 'string') return [{ text: system, size: system.length, cache: undefined }]
  return toFieldList(system).map((part) => {
    const text = toTextOf(part['text'])
    return { text, size: text.length, cache: toCacheMark(part) }
  })
}

function toTool(tool: Fields): ToolFact {
  return {
    name: toTextOf(tool['name']) || toTextOf(tool['type']),
    description: toTextOf(tool['description']),
    schema: tool['input_schema'],
    size: sizeOf(tool),
    cache: toCacheMark(tool),
  }
}

/** Uses Content-Length: serializing several MB just to measure them would take longer than showing them. */
function bodySize(headers: RequestLog['headers']): number | undefined {
  const length = headers?.['content-encoding'] ? undefined : headers?.['content-length']?.[0]
  return length === undefined ? undefined : Number(length)
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length
}
