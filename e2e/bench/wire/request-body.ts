const HEAD = '{"model":"claude-opus-4-6","messages":['
const SYSTEM = [
  {
    type: 'text',
    text: 'You are Claude Code, Anthropic\'s official CLI for Claude.\nWrite "small" functions.',
    cache_control: { type: 'ephemeral' },
  },
]
const TOOLS = [
  {
    name: 'Bash',
    description: 'Runs a command.\n\nUsage:\n- Quote paths with spaces: cd "a b"',
    input_schema: {
      type: 'object',
      properties: { command: { type: 'string' }, model: { type: 'string' } },
      required: ['command'],
    },
  },
]
const REST = `],"system":${JSON.stringify(SYSTEM)},"tools":${JSON.stringify(TOOLS)},"metadata":{"user_id":"user_bench"}`
const TAIL = `${REST},"max_tokens":32000,"stream":true}`

/**
 * A Messages request of exactly `size` bytes in the shape that Claude Code sends: `model` first, `stream` last, between
 * them many blocks of code with escapes. The same size always gives the same bytes.
 *
 * @throws RangeError if the fixed parts alone are longer than `size`
 */
export function requestBody(size: number): Buffer {
  const messages: string[] = []
  let left = size - HEAD.length - TAIL.length - filler(0).length
  for (let turn = 0; ; turn++) {
    const message = JSON.stringify(turn % 2 === 0 ? toolResult(turn) : toolUse(turn))
    const cost = Buffer.byteLength(message) + ','.length
    if (cost > left) break
    messages.push(message)
    left -= cost
  }
  if (left < 0) throw new RangeError(`a request cannot be as short as ${size} bytes`)
  return Buffer.from(HEAD + [...messages, filler(left)].join(',') + TAIL)
}

/** The last message, which fills the remaining length. */
function filler(length: number): string {
  return `{"role":"user","content":[{"type":"text","text":"${'x'.repeat(length)}"}]}`
}

function toolUse(turn: number): object {
  const code = `export function step${turn}(input: string): string {\n\treturn \`\${input}\\n\` + "→ ${turn}"\n}\n`
  return {
    role: 'assistant',
    content: [
      { type: 'text', text: `Now for step ${turn}: "edit", then run the tests.` },
      {
        type: 'tool_use',
        id: `toolu_${turn}`,
        name: 'Edit',
        input: { file_path: `/src/step-${turn}.ts`, code },
      },
    ],
  }
}

function toolResult(turn: number): object {
  const lines = Array.from({ length: 12 }, (_, n) =>
    n % 3 === 0
      ? `${n + 1}\tconst value${n} = parse("turn ${turn}", { depth: ${n} })`
      : `${n + 1}\t  for (const part of parts) total += part.length * weights[${n}] // → ${turn}`,
  )
  return {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: `toolu_${turn - 1}`, content: lines.join('\n') },
      { type: 'text', text: '<system-reminder>\nKeep going.\n</system-reminder>' },
    ],
  }
}
