/** Specification of the fake upstream's response. Sent in a request header, so that the body can stay realistic. */
export interface ResponsePlan {
  /** `whole`: a single write. `fast`: event by event, without delays. A number: ms between deltas. */
  pace: 'whole' | 'fast' | number
  /** Part of every event, so that two mixed-up responses are detected. */
  id: number
  deltas: number
  /** Characters of text in each delta. */
  deltaSize: number
}

export interface ModelResponse {
  id: number
  /** Server-sent events as on the wire, each with its empty line. No two are equal. */
  events: string[]
  /** All events, concatenated. */
  bytes: Buffer
}

/**
 * Number of events that are not deltas: message_start, content_block_start, ping; content_block_stop, message_delta,
 * message_stop.
 */
export const FRAME_EVENTS = 6

export const PLAN_HEADER = 'x-bench-answer'

export function encodePlan({ pace, id, deltas, deltaSize }: ResponsePlan): string {
  return [pace, id, deltas, deltaSize].join(' ')
}

/** Throws if a proxy has changed the header. */
export function decodePlan(text: string): ResponsePlan {
  const parts = /^(whole|fast|\d+) (\d+) (\d+) (\d+)$/.exec(text)
  if (parts === null) throw new Error(`not an answer plan: ${JSON.stringify(text)}`)
  const [, pace, id, deltas, deltaSize] = parts
  return {
    pace: pace === 'whole' || pace === 'fast' ? pace : Number(pace),
    id: Number(id),
    deltas: Number(deltas),
    deltaSize: Number(deltaSize),
  }
}

/** The same plan always gives the same bytes, so that upstream and client build them independently. */
export function buildResponse(plan: ResponsePlan): ModelResponse {
  const deltas = Array.from({ length: plan.deltas }, (_, seq) => deltaEvent(plan, seq))
  const events = [...opening(plan), ...deltas, ...closing(plan)]
  return { id: plan.id, events, bytes: Buffer.from(events.join('')) }
}

function opening({ id }: ResponsePlan): string[] {
  const usage = {
    input_tokens: 12,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 48_211,
    output_tokens: 1,
  }
  const message = {
    id: `msg_bench_${id}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-4-6',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  }
  return [
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
  ]
}

function deltaEvent({ id, deltaSize }: ResponsePlan, seq: number): string {
  const text = `${id}.${seq} “so\n`.padEnd(deltaSize, 'the quick brown fox ')
  return event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })
}

function closing({ id, deltas }: ResponsePlan): string[] {
  const delta = { stop_reason: 'end_turn', stop_sequence: null }
  return [
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta, usage: { input_tokens: 12, output_tokens: deltas + id } }),
    event('message_stop', {}),
  ]
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
}
