import type { RequestLog } from '../../../shared/request-log.ts'
import { type Fields, toBlocks, toCacheMark, toFieldList, toFields, toTextOf } from '../thread/to-blocks.ts'
import { type Message, toTurns } from '../thread/to-turns.ts'
import type { Block, CacheMark, Turn } from '../thread/turn.ts'

/** What a request asked and what was answered, to be read. Sizes in characters of JSON. */
export interface Prompt {
  system: readonly SystemPart[]
  tools: readonly ToolFact[]
  turns: readonly Turn[]
  /** What else was asked for: `max_tokens`, `thinking`, … */
  options: Fields
  /** Of the whole body. Undefined where nobody said. */
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

/** The request's own words. Undefined where its body was not kept, or is no message. */
export function toPrompt({
  body,
  headers,
  response,
}: Pick<RequestLog, 'body' | 'headers' | 'response'>): Prompt | undefined {
  const fields = toFields(body)
  if (!fields) return undefined
  const { system, tools, messages, ...options } = fields
  const asked = toFieldList(messages).map(toMessage)
  const answer = toAnswer(response)
  return {
    system: toSystem(system),
    tools: toFieldList(tools).map(toTool),
    turns: answer ? withAnswer(asked, answer) : toTurns(asked),
    options,
    size: bodySize(headers),
  }
}

function toMessage(fields: Fields, index: number): Message {
  return { id: `message ${index}`, role: fields['role'], content: fields['content'] }
}

/** A result of the answer's calls would stand in the next request, so that the answer has none of its own. */
function withAnswer(asked: readonly Message[], answer: Turn): Turn[] {
  return [...toTurns(asked), answer]
}

function toAnswer(response: RequestLog['response']): Turn | undefined {
  const fields = toFields(response?.body)
  const common = { id: 'answer', role: 'assistant', isAnswer: true } as const
  if (!fields)
    return response?.bodyText ? { ...common, blocks: [{ kind: 'text', text: response.bodyText }] } : undefined
  const error = toFields(fields['error'])
  if (error) return { ...common, blocks: [toError(error)] }
  const blocks = toBlocks(fields['content'])
  const model = toTextOf(fields['model'])
  if (blocks.length === 0) return undefined
  return { ...common, blocks, ...(model !== '' && { model }) }
}

function toError(error: Fields): Block {
  return { kind: 'error', type: toTextOf(error['type']) || 'error', message: toTextOf(error['message']) }
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

/** As the client said it: to write megabytes again only to measure them takes longer than to show them. */
function bodySize(headers: RequestLog['headers']): number | undefined {
  const length = headers?.['content-encoding'] ? undefined : headers?.['content-length']?.[0]
  return length === undefined ? undefined : Number(length)
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length
}
