import type { JSONObject } from '@ai-sdk/provider'
import type { ResponseBlock, BlockDelta, MessageEvent } from '../messages-api.ts'
import { sealSignature } from '../signature.ts'
import type { SignatureCache } from '../signature-cache.ts'

/** The block that is being written. It stays open until the next part is known, which may sign it. */
interface OpenBlock {
  kind: 'text' | 'thinking'
  /** The library's id of the part. */
  id: string
  /** For a text, up to `MAX_SHELVED_CHARS` plus one piece. */
  text: string
  /** Signature of the thinking itself. */
  own?: JSONObject
  /** Signature of a text, if it came after the text had begun. */
  late?: JSONObject
}

export interface BlockWriter {
  text: (id: string, delta: string, signature: JSONObject | undefined) => void
  think: (id: string, delta: string) => void
  /** Data that the provider needs back with this reasoning. */
  sign: (id: string, signature: JSONObject) => void
  /** The same, sent with a tool call, as OpenRouter does: often a duplicate. */
  signWithCall: (signature: JSONObject) => void
  /** Begins a tool call; `signature` goes into a block before it, because the provider needs it back with the call. */
  openTool: (tool: { id: string; name: string }, signature: JSONObject | undefined) => void
  /** Adds input to the current tool call. */
  toolJson: (json: string) => void
  closeTool: () => void
  /** Begins a block of another kind, while none is open. It ends with `closeTool`. */
  open: (block: ResponseBlock) => void
  /** Ends the open block. */
  close: () => void
  /** Number of blocks so far. */
  count: () => number
  /** Characters so far, to estimate tokens. */
  length: () => number
}

/** Late signatures of longer texts are not cached. */
const MAX_SHELVED_CHARS = 1024 * 1024

/** Writes content blocks one after another, each opened and closed once. */
export function createBlockWriter(
  write: (event: MessageEvent) => void,
  { provider, signatureCache }: { provider: string; signatureCache: SignatureCache | undefined },
): BlockWriter {
  let index = -1
  let length = 0
  let open: OpenBlock | undefined
  /** Signatures already used in a block, as JSON. */
  const borne = new Set<string>()
  /**
   * Signatures of reasoning without text. Each gets an empty block if another block follows; after the last text, an
   * empty block would make `claude -p` print nothing.
   */
  let wordless: JSONObject[] = []

  function start(block: ResponseBlock): void {
    index++
    write({ type: 'content_block_start', index, content_block: block })
  }
  function add(delta: BlockDelta, size: number): void {
    length += size
    write({ type: 'content_block_delta', index, delta })
  }
  const stop = () => write({ type: 'content_block_stop', index })
  function close(next?: JSONObject): void {
    if (open?.kind === 'thinking') {
      add({ type: 'signature_delta', signature: seal(provider, { own: open.own, next }) }, 0)
    }
    if (open?.late !== undefined && open.text.length <= MAX_SHELVED_CHARS)
      signatureCache?.put(provider, open.text, open.late)
    if (open !== undefined) stop()
    open = undefined
  }
  function openThinking(id: string): OpenBlock {
    close()
    start({ type: 'thinking', thinking: '', signature: '' })
    open = { kind: 'thinking', id, text: '' }
    return open
  }
  /**
   * A text or tool call has no signature field, so its signature goes into the thinking block before it, which is
   * created if needed.
   */
  function closeBefore(signature: JSONObject | undefined): void {
    for (const own of wordless) openThinking('').own = own
    wordless = []
    if (signature !== undefined && open?.kind !== 'thinking') openThinking('')
    close(signature)
  }
  function sign(id: string | undefined, own: JSONObject): void {
    borne.add(JSON.stringify(own))
    const isMine = open?.kind === 'thinking' && (id === undefined ? open.own === undefined : open.id === id)
    if (isMine && open !== undefined) open.own = own
    else wordless.push(own)
  }

  return {
    text(id, delta, signature) {
      const isOpen = open?.kind === 'text' && open.id === id
      if (isOpen && open !== undefined && signature !== undefined) open.late = signature
      if (delta === '') return
      if (!isOpen) {
        closeBefore(signature)
        start({ type: 'text', text: '' })
        open = { kind: 'text', id, text: '' }
      }
      // Kept for the signature cache only, and only while the whole text fits.
      if (open !== undefined && open.text.length <= MAX_SHELVED_CHARS) open.text += delta
      add({ type: 'text_delta', text: delta }, delta.length)
    },
    think(id, delta) {
      if (delta === '') return
      if (open?.kind !== 'thinking' || open.id !== id) openThinking(id)
      add({ type: 'thinking_delta', thinking: delta }, delta.length)
    },
    sign,
    signWithCall(own) {
      if (!borne.has(JSON.stringify(own))) sign(undefined, own)
    },
    openTool({ id, name }, signature) {
      closeBefore(signature)
      start({ type: 'tool_use', id, name, input: {} })
    },
    toolJson: (json) => json !== '' && add({ type: 'input_json_delta', partial_json: json }, json.length),
    closeTool: stop,
    open: start,
    close: () => close(),
    count: () => index + 1,
    length: () => length,
  }
}

/** The signature of a thinking block: its own, and that of the text or tool call after it. Empty without either. */
function seal(
  provider: string,
  { own, next }: { own: JSONObject | undefined; next: JSONObject | undefined },
): string {
  if (own === undefined && next === undefined) return ''
  return sealSignature({ provider, ...(own && { own }), ...(next && { next }) })
}
