import { randomUUID } from 'node:crypto'

/*
 * Requests of one Claude Code session of several turns: with tools and their results, an edit, todos, an image, cache
 * marks and a reminder. Each turn extends the previous one.
 */

interface Body {
  model: string
  max_tokens: number
  stream: boolean
  system: object[]
  tools: object[]
  metadata: object
  messages: object[]
}

/** Request bodies of a session's turns, in order. */
export function conversationBodies(model: string): Body[] {
  const metadata = { user_id: `user_1_account__session_${randomUUID()}` }
  return [1, 3, 5].map((count) => ({
    model,
    max_tokens: 32_000,
    stream: true,
    system: SYSTEM,
    tools: TOOLS,
    metadata,
    messages: MESSAGES.slice(0, count),
  }))
}

/** A request of about `bytes` bytes, most of them text in many messages. */
export function largeBody(model: string, bytes: number): Body {
  const [first] = conversationBodies(model)
  if (!first) throw new Error('there is no first turn')
  const text = 'The quick brown fox jumps over the lazy dog, and `code` is **there** too.\n'.repeat(170)
  const count = Math.ceil(bytes / text.length)
  const messages = Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: `Message ${index}\n\n${text}` }],
  }))
  return { ...first, messages }
}

/** A green square of 32 × 32. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAL0lEQVR42mNgGAWjYBSMglEwCkbBKBgFo2AUjIJRMApGwSgYBaNgFIyCUTAKRgEAE8AAAdHy8i4AAAAASUVORK5CYII='

const CACHED = { cache_control: { type: 'ephemeral' } }

const SYSTEM = [
  { type: 'text', text: "You are Claude Code, Anthropic's official CLI for Claude." },
  {
    type: 'text',
    text: '# Tone and style\n\nBe concise, direct and to the point.\n\n'.repeat(60),
    ...CACHED,
  },
]

const TOOLS = ['Task', 'Bash', 'Glob', 'Grep', 'Read', 'Edit', 'Write', 'WebFetch', 'TodoWrite'].map(
  (name) => ({
    name,
    description: `The tool ${name}, with everything that there is to know about it. `.repeat(12),
    input_schema: { type: 'object', properties: { file_path: { type: 'string', description: 'A path' } } },
  }),
)

const OLD =
  '  const [, amount, unit] = /^(\\d+)(ms|s|m)$/.exec(text) ?? []\n  return Number(amount) * UNITS[unit]'
const NEW =
  '  const [, amount, unit] = /^(\\d+)(ms|s|m|h)$/.exec(text) ?? []\n  if (unit === undefined) throw new Error(`not a duration: ${text}`)\n  return Number(amount) * UNITS[unit]'

const MESSAGES = [
  {
    role: 'user',
    content: [
      { type: 'text', text: '<system-reminder>\nToday is Saturday.\n</system-reminder>' },
      { type: 'text', text: 'The tests in `src/parse-duration.ts` fail. Please fix **the parser**.' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PICTURE } },
    ],
  },
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'First the parser, then the test that fails.', signature: 'c2ln' },
      { type: 'text', text: 'I will look at the parser first.' },
      {
        type: 'tool_use',
        id: 'toolu_read',
        name: 'Read',
        input: { file_path: '/home/ada/app/src/parse-duration.ts' },
      },
      {
        type: 'tool_use',
        id: 'toolu_test',
        name: 'Bash',
        input: { command: 'npx vitest run src/parse-duration.test.ts', description: 'Run the failing test' },
      },
    ],
  },
  {
    role: 'user',
    content: [
      {
        type: 'tool_result',
        tool_use_id: 'toolu_read',
        content: `export function parseDuration(text) {\n${OLD}\n}`,
      },
      {
        type: 'tool_result',
        tool_use_id: 'toolu_test',
        is_error: true,
        content: [
          {
            type: 'text',
            text: '× parses hours\n  expected NaN to be 7200000\n\nTests  1 failed | 4 passed',
          },
        ],
      },
      { type: 'text', text: 'Hours are new.' },
    ],
  },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'Hours are missing from the pattern.' },
      {
        type: 'tool_use',
        id: 'toolu_todo',
        name: 'TodoWrite',
        input: {
          todos: [
            { content: 'Read the parser', status: 'completed', activeForm: 'Reading' },
            { content: 'Add hours to the pattern', status: 'in_progress', activeForm: 'Adding' },
            { content: 'Run the tests', status: 'pending', activeForm: 'Running' },
          ],
        },
      },
      {
        type: 'tool_use',
        id: 'toolu_edit',
        name: 'Edit',
        input: { file_path: '/home/ada/app/src/parse-duration.ts', old_string: OLD, new_string: NEW },
      },
    ],
  },
  {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 'toolu_todo', content: 'Todos have been modified.' },
      { type: 'tool_result', tool_use_id: 'toolu_edit', content: 'The file has been updated.', ...CACHED },
    ],
  },
]
