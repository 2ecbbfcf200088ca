import type { TranslatedType } from './resolve-provider.ts'

/** Images and PDF documents, as data or by URL. */
export type FileKind = 'image-data' | 'image-url' | 'pdf-data' | 'pdf-url'

/** Features that a target supports. Unsupported ones are rejected with the field's name or sent in another form. */
export interface Capabilities {
  /** Files allowed in a user message. */
  userFiles: readonly FileKind[]
  /** Files allowed in a tool result; others follow in a user message. */
  resultFiles: readonly FileKind[]
  /** Earlier reasoning: sent with the provider's signature, as plain text, or not at all. */
  reasoning: 'signed' | 'plain' | 'none'
  /** True if assistant messages must have the field `reasoning_content`, even if there is no reasoning to send. */
  needsReasoningField: boolean
  /** Maximum number of stop sequences that it takes; the rest is watched for here. */
  stopSequences: number
  topK: boolean
  maxTemperature: number
  /** True if parallel tool calls can be disabled; otherwise further calls are dropped from the response. */
  oneToolAtATime: boolean
  /** True if a user message may directly follow tool results. */
  userAfterTools: boolean
  /** True if this model reasons, and so accepts an effort and no temperature. */
  isReasoningModel: boolean
  /** True if this model may spend output tokens on reasoning, even if it is not asked to. */
  spendsOnReasoning: boolean
}

/** @param model name at the provider; some capabilities depend on the model, not the provider */
export function capabilitiesOf(type: TranslatedType, model: string): Capabilities {
  const isReasoningModel = reasons(type, model)
  const spendsOnReasoning = isReasoningModel || (type === 'groq' && OPEN_REASONING.test(model))
  return { ...OF_TYPE[type], ...ofModel(type, model), isReasoningModel, spendsOnReasoning }
}

type OfType = Omit<Capabilities, 'isReasoningModel' | 'spendsOnReasoning'>

const IMAGES: readonly FileKind[] = ['image-data', 'image-url']
const ALL: readonly FileKind[] = ['image-data', 'image-url', 'pdf-data', 'pdf-url']

const CHAT: OfType = {
  userFiles: IMAGES,
  resultFiles: [],
  reasoning: 'none',
  needsReasoningField: false,
  stopSequences: 4,
  topK: false,
  maxTemperature: 2,
  oneToolAtATime: true,
  userAfterTools: true,
}

const RESPONSES: OfType = {
  ...CHAT,
  userFiles: ALL,
  resultFiles: ALL,
  reasoning: 'signed',
  stopSequences: 0,
}

const OF_TYPE: Readonly<Record<TranslatedType, OfType>> = {
  openai: { ...CHAT, userFiles: [...IMAGES, 'pdf-data'] },
  'openai-responses': RESPONSES,
  gemini: {
    ...CHAT,
    userFiles: ALL,
    reasoning: 'signed',
    stopSequences: 5,
    topK: true,
    oneToolAtATime: false,
  },
  deepseek: { ...CHAT, reasoning: 'plain', stopSequences: 16, oneToolAtATime: false },
  openrouter: { ...CHAT, userFiles: ALL, reasoning: 'signed', topK: true },
  groq: CHAT,
  mistral: { ...CHAT, userFiles: ALL, maxTemperature: 1.5, userAfterTools: false },
  // Its library sends documents by URL only.
  xai: { ...RESPONSES, userFiles: [...IMAGES, 'pdf-url'], resultFiles: IMAGES },
  // https://github.com/ollama/ollama/blob/main/docs/api/openai-compatibility.mdx: "Image URL" is not ticked.
  ollama: { ...CHAT, userFiles: ['image-data'] },
  'openai-compatible': { ...CHAT, userFiles: [...IMAGES, 'pdf-data'], reasoning: 'signed' },
}

/** Model families that expect their reasoning back as plain text within a chain of tool calls. */
const WANTS_REASONING_BACK = /deepseek|kimi|minimax|glm-|mimo|qwen3.{0,60}thinking/i

/**
 * "The `reasoning_content` in the thinking mode must be passed back to the API" (DeepSeek V4), "reasoning_content is
 * missing in assistant tool call message" (Kimi): https://api-docs.deepseek.com/guides/thinking_mode
 */
const NEEDS_REASONING_FIELD = /deepseek-?(?:v[4-9]|flash)|kimi-k(?:2\.[5-9]|2-thinking|[3-9])/i

/** Mistral's models require a stricter order of messages, regardless of who serves them. */
const MISTRAL = /mistral|mixtral|magistral|codestral|devstral|ministral|pixtral/i

function ofModel(type: TranslatedType, model: string): Partial<OfType> {
  if (type === 'gemini') {
    // Tool results with several parts need Gemini 3, public URLs need 2.5.
    const isOld = /gemini-(?:1|2)(?:[.-]|$)|gemini-pro(?:-vision)?$|gemma/i.test(model)
    const takesUrls = !/gemini-(?:1|2\.0)|gemma/i.test(model)
    const data: readonly FileKind[] = ['image-data', 'pdf-data']
    return { userFiles: takesUrls ? ALL : data, resultFiles: isOld ? [] : data }
  }
  const isOpen = type === 'openai-compatible' || type === 'ollama'
  return {
    // "Unsupported parameter: 'stop' is not supported with this model."
    ...(OPENAI_REASONING.test(model) && { stopSequences: 0 }),
    ...(isOpen && WANTS_REASONING_BACK.test(model) && { reasoning: 'plain' as const }),
    ...(isOpen && NEEDS_REASONING_FIELD.test(model) && { needsReasoningField: true }),
    ...(MISTRAL.test(model) && { userAfterTools: false }),
  }
}

/** OpenAI's reasoning models reject a temperature; its other models reject an effort. */
const OPENAI_REASONING =
  /(?:^|\/)(?:o[1-9]|gpt-[5-9]|codex|computer-use)(?!.{0,60}chat-latest)(?![\w-]{0,60}-chat)/i
const OPEN_REASONING =
  /gpt-oss|qwq|qwen-?3|deepseek-(?:r|v3\.[1-9]|v[4-9]|reasoner)|magistral|kimi-k2-thinking|kimi-k[3-9]|minimax-m|glm-[4-9]\.[5-9]|glm-[5-9]|grok-[3-9]|nemotron|phi-4.{0,60}reasoning|cogito|[-_]thinking|reason/i

function reasons(type: TranslatedType, model: string): boolean {
  switch (type) {
    case 'openai':
    case 'openai-responses':
      return OPENAI_REASONING.test(model)
    case 'ollama':
    case 'openai-compatible':
      return OPENAI_REASONING.test(model) || OPEN_REASONING.test(model)
    case 'gemini':
      return !/gemini-(?:1|2\.0)|gemini-pro(?:-vision)?$|gemma/i.test(model)
    case 'openrouter':
      // OpenRouter knows its models and ignores what a model does not support.
      return true
    case 'deepseek':
    case 'mistral':
    case 'xai':
      // Their libraries know which models support it.
      return true
    case 'groq':
      return false
  }
}
