import { describe, expect, it } from 'vitest'
import type { ResponseBlock } from '../messages-api.ts'
import { createSignatureCache } from '../signature-cache.ts'
import { openSignature } from '../signature.ts'
import {
  writer,
  text,
  thought,
  start,
  piece,
  call,
  finish,
  write,
  content,
  type Part,
} from '../testing/write-events.ts'
import { collectMessage } from './collect-message.ts'

describe('calls', () => {
  it('are written whole and in order, however they are mixed', () => {
    const parts = [
      start('a'),
      start('b'),
      piece('b', '{"n":'),
      piece('a', '{"x":1'),
      piece('b', '2}'),
      call('b', '{"n":2}'),
      piece('a', '}'),
      call('a', '{"x":1}'),
    ]
    expect(content(parts)).toEqual([
      { type: 'tool_use', id: 'a', name: 'Read', input: { x: 1 } },
      { type: 'tool_use', id: 'b', name: 'Read', input: { n: 2 } },
    ])
  })

  it('need not be announced', () => {
    expect(content([call('a', '')])).toEqual([{ type: 'tool_use', id: 'a', name: 'Read', input: {} }])
  })

  it('keep their numbers, and are found under two layers of JSON', () => {
    const exact = '{"n":12345678901234567890,"f":1.0}'
    const [block] = content([call('a', exact)])
    expect(JSON.stringify(block)).toContain(`"input":${exact}`)
    expect(content([call('a', JSON.stringify('{"a":1}'))])).toMatchObject([{ input: { a: 1 } }])
  })

  it('that are not JSON reach the tool as text', () => {
    for (const raw of ['{"a": ', '[1]', '12', 'nonsense']) {
      expect(content([call('a', raw)])).toMatchObject([{ input: { raw } }])
    }
    expect(content([start('a'), piece('a', '{"a'), call('a', '{}')])).toMatchObject([
      { input: { raw: '{"a' } },
    ])
  })

  it('are left out when the answer was cut in the middle of them', () => {
    const cut = [
      text('t', 'Writing.'),
      start('a'),
      piece('a', '{"a":"half'),
      call('a', '{"a":"half'),
      finish('length'),
    ]
    const message = collectMessage(write(cut))
    expect(message.content).toEqual([{ type: 'text', text: 'Writing.' }])
    expect(message.stop_reason).toBe('max_tokens')
  })

  it('make the client run them, whatever reason the provider gives', () => {
    for (const unified of ['stop', 'length', 'content-filter', 'tool-calls', 'other'] as const) {
      expect(collectMessage(write([call('a', '{}'), finish(unified)])).stop_reason).toBe('tool_use')
    }
    expect(collectMessage(write([text('t', 'x'), finish('tool-calls')])).stop_reason).toBe('end_turn')
  })

  it('get other ids where the conversation has theirs already', () => {
    const blocks = content([call('call_0', '{}'), call('call_1', '{}')], 'openai', {
      toolIds: new Set(['call_0']),
    })
    expect(blocks).toMatchObject([{ id: expect.stringMatching(/^toolu_/) }, { id: 'call_1' }])
  })

  it('are one where the client wants one at a time', () => {
    expect(content([call('a', '{}'), call('b', '{}')], 'gemini', { keepOneTool: true })).toHaveLength(1)
  })

  it('that ran at the provider are not the client’s business', () => {
    const ran: Part = {
      type: 'tool-call',
      toolCallId: 's',
      toolName: 'web_search',
      input: '{}',
      providerExecuted: true,
    }
    expect(content([{ ...start('s'), providerExecuted: true } as Part, ran, text('t', 'x')])).toEqual([
      { type: 'text', text: 'x' },
    ])
    // Some libraries report it on the complete call only.
    expect(content([start('s'), piece('s', '{'), ran, call('b', '{}'), text('t', 'x')])).toMatchObject([
      { type: 'tool_use', id: 'b' },
      { type: 'text', text: 'x' },
    ])
  })
})

describe('a call that takes long', () => {
  it('is written as it comes from then on, and what comes meanwhile waits', () => {
    const target = writer()
    const events = [start('a'), piece('a', '{"x":')].flatMap((part) => target.push(part))
    expect(events).toEqual([])
    expect(target.release().map(({ type }) => type)).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
    ])
    expect(target.push(piece('a', '1'))).toMatchObject([{ delta: { partial_json: '1' } }])
    expect(target.push(text('t', 'meanwhile'))).toEqual([])
    expect(target.push(call('b', '{}'))).toEqual([])
    const rest = [...target.push(call('a', '{"x":1}')), ...target.push(finish())]
    expect(rest).toMatchObject([
      { delta: { partial_json: '}' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text' } },
      { delta: { text: 'meanwhile' } },
      { type: 'content_block_stop', index: 1 },
      { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 'b' } },
      { delta: { partial_json: '{}' } },
      { type: 'content_block_stop', index: 2 },
      { type: 'message_delta' },
      { type: 'message_stop' },
    ])
  })

  it('may end with the answer', () => {
    const target = writer()
    for (const part of [start('a'), piece('a', '{"x":1}')]) target.push(part)
    target.release()
    target.push(text('t', 'meanwhile'))
    expect(target.push(finish())).toMatchObject([
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text' } },
      { delta: { text: 'meanwhile' } },
      { type: 'content_block_stop', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ])
  })

  it('and breaks off is an error, because half of it is written', () => {
    const target = writer()
    for (const part of [start('a'), piece('a', '{"x":')]) target.push(part)
    target.release()
    expect(() => target.push(finish('length'))).toThrow('ended in the middle of a tool call')
  })
})

describe('signatures', () => {
  const signed = (signature: string) => ({ google: { thoughtSignature: signature } })

  function signaturesOf(blocks: readonly ResponseBlock[]) {
    return blocks.map((block) => (block.type === 'thinking' ? openSignature(block.signature) : block.type))
  }

  it('of a call travel with the thought before it', () => {
    const parts: Part[] = [
      thought('r', 'Hm.'),
      { type: 'reasoning-end', id: 'r' },
      call('a', '{}', signed('S')),
    ]
    expect(signaturesOf(content(parts, 'gemini'))).toEqual([
      { provider: 'mine', next: { thoughtSignature: 'S' } },
      'tool_use',
    ])
  })

  it('of a call without a thought get an empty one', () => {
    const parts = [text('t', 'So.'), call('a', '{}', signed('S')), call('b', '{}')]
    const blocks = content(parts, 'gemini')
    expect(signaturesOf(blocks)).toEqual([
      'text',
      { provider: 'mine', next: { thoughtSignature: 'S' } },
      'tool_use',
      'tool_use',
    ])
    expect(blocks[1]).toMatchObject({ type: 'thinking', thinking: '' })
  })

  it('of a text that come with its first word travel before it', () => {
    expect(signaturesOf(content([text('t', 'Yes', 'S'), text('t', '.')], 'gemini'))).toEqual([
      { provider: 'mine', next: { thoughtSignature: 'S' } },
      'text',
    ])
  })

  it('of a text that come after it go on the shelf, and never behind the last text', () => {
    const signatureCache = createSignatureCache(10)
    const blocks = content([text('t', 'Yes'), text('t', '.'), text('t', '', 'S')], 'gemini', {
      signatureCache,
    })
    expect(blocks).toEqual([{ type: 'text', text: 'Yes.' }])
    expect(signatureCache.get('mine', 'Yes.')).toEqual({ thoughtSignature: 'S' })
  })

  it('of a thought without words get an empty one, if anything follows', () => {
    const own = { itemId: 'rs_1', reasoningEncryptedContent: 'E' }
    const end: Part = { type: 'reasoning-end', id: 'r', providerMetadata: { openai: own } }
    expect(signaturesOf(content([end, call('a', '{}')], 'openai-responses'))).toEqual([
      { provider: 'mine', own },
      'tool_use',
    ])
    expect(content([text('t', 'x'), end], 'openai-responses')).toEqual([{ type: 'text', text: 'x' }])
  })

  it('that OpenRouter repeats with each call are borne once', () => {
    const details = {
      openrouter: { reasoning_details: [{ type: 'reasoning.text', text: 'Hm.', signature: 'S' }] },
    }
    const parts: Part[] = [
      thought('r', 'Hm.'),
      call('a', '{}', details),
      call('b', '{}', details),
      { type: 'reasoning-end', id: 'r', providerMetadata: details },
    ]
    expect(signaturesOf(content(parts, 'openrouter'))).toEqual([
      { provider: 'mine', own: details.openrouter },
      'tool_use',
      'tool_use',
    ])
  })
})
