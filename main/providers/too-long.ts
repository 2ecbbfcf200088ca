/*
 * Every provider says in its own words that a prompt does not fit. Claude Code knows Anthropic's words only: on "prompt
 * is too long" it compacts the conversation, on "input length and `max_tokens` exceed context limit" it asks for less.
 *
 * The words were compared in 2026-12 with a list that another client keeps:
 * https://github.com/earendil-works/pi/blob/main/packages/ai/src/utils/overflow.ts
 */

interface Wording {
  /** Whose words they are, and where they are documented or reported. */
  source: string
  /** Groups: `used` and `limit` in tokens, or `input` and `output` for their sum. */
  pattern: RegExp
}

/** Number of tokens, with thousands separators or without. */
const N = String.raw`[\d,]{1,12}`

function words(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('#', N), 'i')
}

/** The first match counts: those with more numbers come first. No pattern has two unbounded gaps in a row. */
const WORDINGS: readonly Wording[] = [
  {
    source: 'Anthropic, https://docs.anthropic.com/en/api/errors',
    pattern: words(
      'input length and `?max_tokens`? exceed context limit: (?<input>#) \\+ (?<output>#) > (?<limit>#)',
    ),
  },
  {
    source:
      'vLLM, OpenAI, DeepSeek: https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/serving_engine.py',
    pattern: words(
      'maximum context length is (?<limit>#) tokens.{1,20}you requested (?:about )?# tokens \\((?<input>#) (?:in the messages|of text input|in your prompt).{0,60}?(?<output>#) (?:in the completion|for the completion|in the output)',
    ),
  },
  {
    source: 'vLLM since 0.8',
    pattern: words(
      'maximum context length is (?<limit>#) tokens.{1,20}you requested (?<output>#) output tokens and your prompt contains at least (?<input>#) input tokens',
    ),
  },
  {
    source: 'vLLM since 0.11',
    pattern: words(
      'passed (?<input>#) input tokens and requested (?<output>#) output tokens.{1,60}context length is only (?<limit>#)',
    ),
  },
  {
    source:
      'TGI, Together: https://github.com/huggingface/text-generation-inference/blob/main/router/src/validation.rs',
    pattern: words(
      'must be <= (?<limit>#)\\. Given: (?<input>#) `?inputs`? tokens and (?<output>#) `?max_new_tokens',
    ),
  },
  { source: 'TGI', pattern: words('must have less than (?<limit>#) tokens\\. Given: (?<used>#)') },
  { source: 'Anthropic', pattern: words('prompt is too long: (?<used>#) tokens > (?<limit>#)') },
  {
    source: 'Fireworks',
    pattern: words('prompt is too long: (?<used>#), model maximum context length: (?<limit>#)'),
  },
  {
    source: 'OpenAI, OpenRouter, DeepSeek: https://platform.openai.com/docs/guides/error-codes',
    pattern: words(
      'maximum context length is (?<limit>#) tokens.{1,40}(?:resulted in|requested)(?: about)? (?<used>#) tokens',
    ),
  },
  {
    source: 'vLLM, https://github.com/vllm-project/vllm/blob/main/vllm/engine',
    pattern: words(
      'prompt \\(?(?:length |length of )(?<used>#)\\)? is longer than the maximum model length of (?<limit>#)',
    ),
  },
  {
    source: 'SGLang',
    pattern: words(
      "input \\((?<used>#) tokens\\) is longer than the model's context length \\((?<limit>#) tokens",
    ),
  },
  {
    source: 'xAI, https://docs.x.ai/docs/key-information/debugging',
    pattern: words('maximum prompt length is (?<limit>#) but the request contains (?<used>#) tokens'),
  },
  {
    source: 'GitHub Copilot, code model_max_prompt_tokens_exceeded',
    pattern: words('token count of (?<used>#) exceeds the limit of (?<limit>#)'),
  },
  {
    source: 'Google, https://ai.google.dev/gemini-api/docs/troubleshooting',
    pattern: words(
      'input token count \\(?(?<used>#)\\)? exceeds the maximum number of tokens allowed \\(?(?<limit>#)',
    ),
  },
  {
    source: 'Mistral, https://docs.mistral.ai/api',
    pattern: words('prompt contains (?<used>#) tokens.{1,60}with (?<limit>#) maximum context length'),
  },
  {
    source: 'llama.cpp, type exceed_context_size_error',
    pattern: words(
      'request \\((?<used>#) tokens\\) exceeds the available context size \\((?<limit>#) tokens',
    ),
  },
  {
    source: 'Poolside, through OpenRouter',
    pattern: words('input length (?<used>#) exceeds the maximum allowed input length of (?<limit>#)'),
  },
  {
    source: 'servers of OpenAI’s format behind LiteLLM',
    pattern: words('input length \\((?<used>#)\\) exceeds model.s maximum context length \\((?<limit>#)'),
  },
  {
    source: 'DS4',
    pattern: words('prompt has (?<used>#) tokens, but the configured context size is (?<limit>#)'),
  },
  { source: 'a gateway', pattern: words('tokens in request more than max tokens allowed') },
  { source: 'Cerebras', pattern: words('current length is (?<used>#) while limit is (?<limit>#)') },
  {
    source: 'Kimi, https://platform.moonshot.ai/docs/api/errors',
    pattern: words('exceeded model token limit:? (?<limit>#)(?: \\(requested: (?<used>#))?'),
  },
  {
    source: 'Qwen, https://help.aliyun.com/zh/model-studio/error-code',
    pattern: words('range of input length should be \\[#, ?(?<limit>#)\\]'),
  },
  {
    source: 'GLM, code 1261, https://docs.z.ai/api-reference/api-code',
    pattern: words('prompt exceeds max(?:imum)? length'),
  },
  { source: 'Bedrock, https://repost.aws: ValidationException', pattern: words('input is too long') },
  { source: 'Ollama', pattern: words('(?:input length exceeds|exceeded max|exceeds the) context length') },
  { source: 'LM Studio', pattern: words('loaded with context length of only (?<limit>#) tokens') },
  { source: 'MiniMax, code 2013', pattern: words('context window exceeds limit') },
  // Bedrock's throttling begins with the same words: "Too many tokens, please wait before trying again."
  { source: 'Cohere', pattern: words('too many tokens(?!, please wait)') },
  { source: 'Groq, Cerebras', pattern: words('please reduce the length of the (?:messages|prompt|input)') },
  {
    source: 'all others',
    pattern: words(
      'context (?:length|window|size)|maximum context|maximum (?:prompt|model) length|input token count|(?:prompt|input) is too long',
    ),
  },
]

/** Codes of OpenAI, Groq, llama.cpp, Copilot and Z.ai. */
const CODES =
  /context.?length|context_window_exceeded|string_above_max_length|exceed_context_size|max_prompt_tokens_exceeded|\b1261\b/

/** Characters of a message that are examined; every known wording is within its first few hundred. */
const MAX_EXAMINED = 4000

/**
 * Anthropic's sentence for a prompt that does not fit, with the numbers if the provider told them.
 *
 * @param error code and message of the provider
 * @returns undefined for every other error
 */
export function sayTooLong({
  words: code,
  message: whole = '',
}: {
  words: string
  message?: string
}): string | undefined {
  const message = whole.slice(0, MAX_EXAMINED)
  const wording = WORDINGS.find(({ pattern }) => pattern.test(message))
  if (wording === undefined && !CODES.test(code)) return undefined
  const groups = wording?.pattern.exec(message)?.groups ?? {}
  const { used, input, output, limit } = {
    used: toNumber(groups['used']),
    input: toNumber(groups['input']),
    output: toNumber(groups['output']),
    limit: toNumber(groups['limit']) ?? Infinity,
  }
  // The prompt itself fits: less output is enough.
  if (input !== undefined && output !== undefined && input < limit)
    return `input length and \`max_tokens\` exceed context limit: ${input} + ${output} > ${limit}`
  const count = used ?? input ?? 0
  return count > limit ? `prompt is too long: ${count} tokens > ${limit} maximum` : 'prompt is too long'
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.replaceAll(',', ''))
}
