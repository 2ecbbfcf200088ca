import type { TranslatedType } from './resolve-provider.ts'

/** Images and PDF documents, as data or by address. */
export type FileKind = 'image-data' | 'image-url' | 'pdf-data' | 'pdf-url'

/** What a target can take. What it cannot is refused with the field's name, or carried another way. */
export interface Capabilities {
  /** What may stand in a turn of the user. */
  userFiles: readonly FileKind[]
  /** What may stand in a tool's result; the rest follows in a turn of the user. */
  resultFiles: readonly FileKind[]
  /** Earlier reasoning: with the provider's own proof, as mere text, or not at all. */
  reasoning: 'signed' | 'plain' | 'none'
  /** How many stop sequences; 0 is none. */
  stopSequences: number
  topK: boolean
  maxTemperature: number
  /** Whether it can be told to call one tool at a time; elsewhere further calls are dropped from the answer. */
  oneToolAtATime: boolean
  /** Whether the user may speak right behind the results of tools. */
  userAfterTools: boolean
  /** Whether this model thinks, and so takes an effort and no temperature. */
  isReasoningModel: boolean
}

/** @param model name at the provider; several abilities belong to it and not to the provider */
export function capabilitiesOf(type: TranslatedType, model: string): Capabilities {
  const isReasoningModel = reasons(type, model)
  return { ...OF_TYPE[type], ...ofModel(type, model), isReasoningModel }
}

type OfType = Omit<Capabilities, 'isReasoningModel'>

const IMAGES: readonly FileKind[] = ['image-data', 'image-url']
const ALL: readonly FileKind[] = ['image-data', 'image-url', 'pdf-data', 'pdf-url']

const CHAT: OfType = {
  userFiles: IMAGES,
  resultFiles: [],
  reasoning: 'none',
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
  // Its library sends documents by address only.
  xai: { ...RESPONSES, userFiles: [...IMAGES, 'pdf-url'], resultFiles: IMAGES },
  // https://github.com/ollama/ollama/blob/main/docs/api/openai-compatibility.mdx: "Image URL" is not ticked.
  ollama: { ...CHAT, userFiles: ['image-data'] },
  'openai-compatible': { ...CHAT, userFiles: [...IMAGES, 'pdf-data'], reasoning: 'signed' },
}

/** Model families that expect their reasoning back as plain text within a chain of tool calls. */
const WANTS_REASONING_BACK = /deepseek|kimi|minimax|glm-|mimo|qwen3.{0,60}thinking/i

/** Mistral's models expect turns in a stricter order than others, whoever serves them. */
const MISTRAL = /mistral|mixtral|magistral|codestral|devstral|ministral|pixtral/i

function ofModel(type: TranslatedType, model: string): Partial<OfType> {
  if (type === 'gemini') {
    // Results with parts came with Gemini 3, public addresses with 2.5.
    const isOld = /gemini-(?:1|2)(?:[.-]|$)|gemini-pro(?:-vision)?$|gemma/i.test(model)
    const takesUrls = !/gemini-(?:1|2\.0)|gemma/i.test(model)
    const data: readonly FileKind[] = ['image-data', 'pdf-data']
    return { userFiles: takesUrls ? ALL : data, resultFiles: isOld ? [] : data }
  }
  const isOpen = type === 'openai-compatible' || type === 'ollama'
  return {
    ...(isOpen && WANTS_REASONING_BACK.test(model) && { reasoning: 'plain' as const }),
    ...(MISTRAL.test(model) && { userAfterTools: false }),
  }
}

/** OpenAI's reasoning models refuse a temperature; all its others refuse an effort. */
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
      // It knows its models, and takes what one cannot use as said in vain.
      return true
    case 'deepseek':
    case 'mistral':
    case 'xai':
      // Their libraries know which models do.
      return true
    case 'groq':
      return false
  }
}
