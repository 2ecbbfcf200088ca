/** What the fake upstream is to answer. It travels in a request header, so that the body can stay a real one. */
export interface ResponsePlan {
  /** `whole`: all in one write. `fast`: event by event, no waiting. A number: that many ms between deltas. */
  pace: 'whole' | 'fast' | number
  /** Is part of every event, so that two answers that were mixed up cannot look right. */
  id: number
  deltas: number
  /** Characters of text in each delta. */
  deltaSize: number
}

export interface Answer {
  id: number
  /** Server-sent events as they go over the wire, each with its empty line. No two are equal. */
  events: string[]
  /** All events, one after the other. */
  bytes: Buffer
}

/** Events that are not deltas: message_start, content_block_start, ping; content_block_stop, message_delta, message_stop. */
export const FRAME_EVENTS = 6

export const PLAN_HEADER = 'x-bench-answer'

export function encodePlan({ pace, id, deltas, deltaSize }: ResponsePlan): string {
  return [pace, id, deltas, deltaSize].join(' ')
}

/** Throws when a proxy has changed the header. */
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

/** The same plan always gives the same bytes: upstream and client build them without talking to each other. */
export function buildResponse(plan: ResponsePlan): Answer {
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
