import { estimateTokens } from './estimate-tokens.ts'
import { isRecord } from '../base/json/is-record.ts'

/** Of an image whose size is not known (SPEC §5.3). */
const IMAGE = 1600
/** Of a PDF, for each byte: about 2,000 tokens for a page of 100 kB. */
const PDF_BYTE = 0.02
/** What the format itself adds to a request and to each message. */
const REQUEST = 50
const MESSAGE = 4

/**
 * About how many input tokens a request for `/v1/messages` or `/v1/messages/count_tokens` is, for providers that do
 * not count them before they answer (SPEC §5.3). Reads whatever it is given and never throws.
 */
export function countTokens(body: unknown): number {
  if (!isRecord(body)) return REQUEST
  const { system, messages, tools } = body
  const said = list(messages).map((message) => {
    return MESSAGE + (isRecord(message) ? countContent(message['content']) : 0)
  })
  const offered = list(tools).map((tool) => {
    if (!isRecord(tool)) return 0
    const { name, description, input_schema: schema } = tool
    return countText(name) + countText(description) + countJson(schema)
  })
  return REQUEST + countContent(system) + sum(said) + sum(offered)
}

function countContent(content: unknown): number {
  return typeof content === 'string' ? estimateTokens(content) : sum(list(content).map(countBlock))
}

function countBlock(block: unknown): number {
  if (!isRecord(block)) return 0
  switch (block['type']) {
    case 'text':
      return countText(block['text'])
    case 'thinking':
      return countText(block['thinking'])
    case 'image':
      return IMAGE
    case 'document':
      return countText(block['title']) + countDocument(block['source'])
    case 'tool_use':
      return countText(block['name']) + countJson(block['input'])
    case 'tool_result':
      return countContent(block['content'])
    default:
      return countJson(block)
  }
}

function countDocument(source: unknown): number {
  if (!isRecord(source)) return 0
  const { type, data, content } = source
  if (type === 'text') return countText(data)
  if (type === 'content') return countContent(content)
  return typeof data === 'string' ? Math.ceil(data.length * 0.75 * PDF_BYTE) : IMAGE
}

function countText(text: unknown): number {
  return typeof text === 'string' ? estimateTokens(text) : 0
}

function countJson(value: unknown): number {
  return estimateTokens(JSON.stringify(value) ?? '')
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0)
}
