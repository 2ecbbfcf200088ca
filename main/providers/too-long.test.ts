import { describe, expect, it } from 'vitest'
import { fromErrorFacts } from './from-error-facts.ts'
import { readErrorBody } from './read-error-body.ts'
import { toProviderError } from './to-provider-error.ts'
import { sayTooLong } from './too-long.ts'

const context = {
  name: 'p',
  type: 'openai-compatible',
  baseUrl: 'https://p.test',
  isPublicAddress: true,
  apiKey: 'k',
} as const
const TOO_LONG = 'prompt is too long'
const SUM = 'input length and `max_tokens` exceed context limit'

/** Errors as the providers send them. */
const ERRORS: readonly [string, object, string][] = [
  [
    'OpenAI',
    {
      error: {
        message:
          "This model's maximum context length is 128000 tokens. However, your messages resulted in 130412 tokens. Please reduce the length of the messages.",
        code: 'context_length_exceeded',
      },
    },
    `${TOO_LONG}: 130412 tokens > 128000 maximum`,
  ],
  [
    'OpenAI Responses',
    {
      error: {
        message:
          'Your input exceeds the context window of this model. Please adjust your input and try again.',
        code: 'context_length_exceeded',
      },
    },
    TOO_LONG,
  ],
  [
    'vLLM',
    {
      message: 'The decoder prompt (length 40960) is longer than the maximum model length of 32768.',
      code: 400,
    },
    `${TOO_LONG}: 40960 tokens > 32768 maximum`,
  ],
  [
    'vLLM, with the output',
    {
      message:
        "This model's maximum context length is 32768 tokens. However, you requested 40960 tokens (8960 in the messages, 32000 in the completion).",
      code: 400,
    },
    `${SUM}: 8960 + 32000 > 32768`,
  ],
  [
    'vLLM, newer',
    {
      error: {
        message:
          "You passed 40000 input tokens and requested 100 output tokens. However, the model's context length is only 32768 tokens",
      },
    },
    `${TOO_LONG}: 40000 tokens > 32768 maximum`,
  ],
  [
    'xAI',
    { error: "This model's maximum prompt length is 131072 but the request contains 540000 tokens." },
    `${TOO_LONG}: 540000 tokens > 131072 maximum`,
  ],
  [
    'Kimi',
    {
      error: {
        message: 'Invalid request: Your request exceeded model token limit: 262144',
        type: 'invalid_request_error',
      },
    },
    TOO_LONG,
  ],
  ['GLM', { error: { code: '1261', message: 'Prompt exceeds max length' } }, TOO_LONG],
  ['GLM, in another language', { error: { code: '1261', message: 'Prompt 超长' } }, TOO_LONG],
  [
    'Qwen',
    {
      error: {
        message: '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]',
        code: 'invalid_parameter_error',
      },
    },
    TOO_LONG,
  ],
  [
    'TGI',
    {
      error:
        '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 100 `max_new_tokens`',
    },
    `${TOO_LONG}: 5000 tokens > 4096 maximum`,
  ],
  [
    'TGI, input alone',
    { error: 'Input validation error: `inputs` must have less than 1024 tokens. Given: 1500' },
    `${TOO_LONG}: 1500 tokens > 1024 maximum`,
  ],
  [
    'Copilot',
    {
      error: {
        message: 'prompt token count of 140000 exceeds the limit of 128000',
        code: 'model_max_prompt_tokens_exceeded',
      },
    },
    `${TOO_LONG}: 140000 tokens > 128000 maximum`,
  ],
  ['Bedrock', { message: 'Input is too long for requested model.' }, TOO_LONG],
  [
    'Google',
    {
      error: {
        code: 400,
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
        status: 'INVALID_ARGUMENT',
      },
    },
    `${TOO_LONG}: 1200000 tokens > 1048576 maximum`,
  ],
  [
    'Mistral',
    {
      message:
        'Prompt contains 140000 tokens and 0 draft tokens, too large for model with 131072 maximum context length',
      type: 'invalid_request_error',
    },
    `${TOO_LONG}: 140000 tokens > 131072 maximum`,
  ],
  [
    'llama.cpp',
    {
      error: {
        code: 400,
        message: 'request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it',
        type: 'exceed_context_size_error',
      },
    },
    `${TOO_LONG}: 5000 tokens > 4096 maximum`,
  ],
  [
    'OpenRouter',
    {
      error: {
        message:
          "This endpoint's maximum context length is 131072 tokens. However, you requested about 140,000 tokens (108,000 of text input, 32,000 in the output).",
        code: 400,
      },
    },
    `${SUM}: 108000 + 32000 > 131072`,
  ],
  [
    'Fireworks',
    { error: { message: 'The prompt is too long: 140000, model maximum context length: 131071' } },
    `${TOO_LONG}: 140000 tokens > 131071 maximum`,
  ],
  [
    'Cerebras',
    {
      message:
        'Please reduce the length of the messages or completion. Current length is 40000 while limit is 32768',
      code: 'context_length_exceeded',
    },
    `${TOO_LONG}: 40000 tokens > 32768 maximum`,
  ],
  [
    'SGLang',
    { message: "The input (5000 tokens) is longer than the model's context length (4096 tokens)." },
    `${TOO_LONG}: 5000 tokens > 4096 maximum`,
  ],
  [
    'LM Studio',
    {
      error:
        'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    },
    TOO_LONG,
  ],
  ['Ollama', { error: { message: 'the input length exceeds the context length' } }, TOO_LONG],
  ['MiniMax', { error: { message: 'invalid params, context window exceeds limit (2013)' } }, TOO_LONG],
  [
    'an Anthropic host',
    {
      error: {
        message:
          'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length',
      },
    },
    `${SUM}: 190000 + 20000 > 200000`,
  ],
]

describe.each(ERRORS)('too long in the words of %s', (_name, body, expected) => {
  const facts = readErrorBody(body)

  it.each([400, 413, 422])('reaches Claude Code in those it knows, with the numbers (%i)', (status) => {
    const { message, type } = fromErrorFacts(facts, { status, headers: {}, context })
    expect(type).toBe('invalid_request_error')
    expect(message).toContain(expected)
    expect(message.startsWith(expected)).toBe(true)
  })

  it('is no failure of the provider in a stream without a status', () => {
    const { message, type } = toProviderError({ ...body }, context)
    expect([type, message.startsWith(expected)]).toEqual(['invalid_request_error', true])
  })
})

it.each([
  'max_tokens is too large: 32000. This model supports at most 16384 completion tokens',
  'Invalid value for max_tokens: must be <= 4096. Given: 5000',
  'tools: Array too long. Expected an array with maximum length 128',
  'Rate limit reached: too many requests',
  'messages.0.content: name is too long',
  'ThrottlingException: Too many tokens, please wait before trying again.',
])('leaves another error as it is: %s', (message) => {
  const error = fromErrorFacts({ words: '', message }, { status: 400, headers: {}, context })
  expect(error.message).not.toContain(TOO_LONG)
  expect(error.message).toContain(message)
})

/** From the list that is named in `too-long.ts`. */
it.each([
  [
    'Input length 300000 exceeds the maximum allowed input length of 262144 tokens.',
    '300000 tokens > 262144 maximum',
  ],
  [
    "Input length (265330) exceeds model's maximum context length (262144).",
    '265330 tokens > 262144 maximum',
  ],
  ['Your request exceeded model token limit: 262144 (requested: 291351)', '291351 tokens > 262144 maximum'],
  [
    'Prompt has 32769 tokens, but the configured context size is 32768 tokens',
    '32769 tokens > 32768 maximum',
  ],
  ['Tokens in request more than max tokens allowed', ''],
  ['prompt too long; exceeded max context length by 12 tokens', ''],
  ['tokens to keep from the initial prompt is greater than the context length', ''],
  ["Requested token count exceeds the model's maximum context length of 131072 tokens", ''],
])('recognizes "%s"', (message, numbers) => {
  expect(sayTooLong({ words: '', message })).toBe(numbers === '' ? TOO_LONG : `${TOO_LONG}: ${numbers}`)
})

it('tells the sum of prompt and output apart from a prompt that is too long', () => {
  const message =
    "This model's maximum context length is 32768 tokens. However, you requested 1024 output tokens and your prompt contains at least 31745 input tokens, for a total of at least 32769 tokens."
  expect(sayTooLong({ words: '', message })).toBe(`${SUM}: 31745 + 1024 > 32768`)
})

it('takes no longer for a long message', () => {
  const text = 'maximum context length is 1 tokens you requested '.repeat(20_000)
  sayTooLong({ words: '', message: text })
  const before = process.threadCpuUsage().user
  sayTooLong({ words: '', message: text })
  // In µs.
  expect(process.threadCpuUsage().user - before).toBeLessThan(5000)
})
