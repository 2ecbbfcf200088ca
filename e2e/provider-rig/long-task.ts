import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FakeBlock } from '../fake-upstream/fake-message.ts'
import type { RecordedRequest } from '../fake-upstream/recorded-request.ts'
import type { MessageReply } from '../fake-upstream/reply.ts'

/** A day's work in small: each kind of tool and of content that Claude Code has. */
export interface LongTask {
  prompt: string
  args: readonly string[]
  script: (request: RecordedRequest) => MessageReply | undefined
  /** Number of turns of the main conversation so far. */
  turns: () => number
  outcome: () => Promise<string>
}

/** In the first message of the main conversation only. */
const MAIN = 'MAIN-TASK'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`

/** The file at the end of the task. */
export const LONG_TASK_DONE = 'line 1, changed\nline 2\n1\n2\n3\n4\n5\n6\n7\n8\n'

/** @param options.searches true if the provider has a web search */
export async function prepareLongTask(folder: string, options: { searches: boolean }): Promise<LongTask> {
  const note = join(folder, 'note.txt')
  const mcp = join(folder, 'mcp.json')
  const server = join(import.meta.dirname, 'mcp-server.ts')
  const servers = { forty: { command: process.execPath, args: [server] } }
  await writeFile(mcp, JSON.stringify({ mcpServers: servers }))
  await writeFile(join(folder, 'pixel.png'), Buffer.from(PIXEL, 'base64'))
  await writeFile(join(folder, 'page.pdf'), PDF)
  const turns = listTurns(folder, { note, ...options })
  let turn = 0
  return {
    prompt: `${MAIN}: work through the list`,
    args: [
      '--mcp-config',
      mcp,
      '--allowedTools',
      'Read,Edit,Write,Bash,Task,Agent,WebSearch,ToolSearch,Glob,Grep,mcp__forty',
      '--permission-mode',
      'acceptEdits',
    ],
    script: ({ body }) => (body.includes(MAIN) ? turns[turn++] : undefined),
    turns: () => turn,
    outcome: () => readFile(note, 'utf8'),
  }
}

function listTurns(folder: string, { note, searches }: { note: string; searches: boolean }): MessageReply[] {
  let calls = 0
  /** @returns a call with an id of nine letters and digits, as Mistral requires */
  function call(name: string, input: object): FakeBlock {
    calls++
    const id = `call${String(calls).padStart(5, '0')}`
    return { type: 'tool_use', id, name, deltas: JSON.stringify(input).match(/.{1,40}/gsu) ?? [] }
  }
  const read = (name: string) => call('Read', { file_path: join(folder, name) })
  const bash = (command: string) => call('Bash', { command, description: 'Run it' })
  const agent = { description: 'Look', prompt: 'SUB-TASK: look around', subagent_type: 'general-purpose' }
  const steps: FakeBlock[][] = [
    [call('Write', { file_path: note, content: 'line 1\nline 2\n' })],
    [read('note.txt'), read('missing.txt'), bash('ls')],
    [call('Edit', { file_path: note, old_string: 'line 1', new_string: 'line 1, changed' })],
    [read('pixel.png')],
    [read('page.pdf')],
    [bash('exit 3'), bash('echo "two — 二"')],
    [call('Agent', agent)],
    [call('ToolSearch', { query: 'select:mcp__forty__tool_3', max_results: 5 })],
    [call('mcp__forty__tool_3', { root: { name: 'a' } }), call('mcp__forty__tool_4', { query: 'q' })],
    [call('NoSuchTool', { a: 1 })],
    ...(searches ? [[call('WebSearch', { query: 'signal boxes' })]] : []),
    ...Array.from({ length: 8 }, (_, at) => [bash(`echo ${at + 1} >> ${note}`)]),
  ]
  const done: MessageReply = {
    kind: 'message',
    message: { blocks: [{ type: 'text', deltas: ['All ', 'done.'] }], stopReason: 'end_turn' },
  }
  return [...steps.map((blocks, at) => toTurn(at, blocks)), done]
}

function toTurn(at: number, blocks: readonly FakeBlock[]): MessageReply {
  const thought = { type: 'thinking', deltas: ['Step ', `${at}.`], signature: `c2ln${at}` } as const
  return {
    kind: 'message',
    message: { blocks: [thought, ...blocks], stopReason: 'tool_use', inputTokens: 900 },
  }
}
