import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const SESSION = '0c0ffee0-1111-4222-8333-444455556666'
const OTHER_SESSION = '0c0ffee0-9999-4222-8333-444455556666'

export const TRANSCRIPTS = {
  session: SESSION,
  project: '-home-ada-work-parser',
  folder: '/home/ada/work/parser',
  firstWords: 'Please fix the parser of durations',
  /** Appears only in one of Claude's messages, in the middle. */
  rareWord: 'perspicuous',
}

/** Writes transcripts as Claude Code does, in a home of their own: two projects, three conversations, a sub-agent. */
export async function writeTranscripts(home: string, now: number): Promise<void> {
  const root = join(home, '.claude', 'projects')
  await write(root, { project: TRANSCRIPTS.project, session: SESSION, lines: mainConversation(now) })
  await write(root, {
    project: TRANSCRIPTS.project,
    session: OTHER_SESSION,
    lines: shortConversation({
      session: OTHER_SESSION,
      cwd: TRANSCRIPTS.folder,
      text: 'Write a test for hours',
      now: now - 7_200_000,
    }),
  })
  const web = '7e57ab1e-1111-4222-8333-444455556666'
  await write(root, {
    project: '-home-ada-work-web',
    session: web,
    lines: shortConversation({
      session: web,
      cwd: '/home/ada/work/web',
      text: 'Add a dark theme',
      now: now - 86_400_000,
    }),
  })
}

interface Transcript {
  project: string
  session: string
  lines: readonly object[]
}

async function write(root: string, { project, session, lines }: Transcript): Promise<void> {
  await mkdir(join(root, project), { recursive: true })
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  await writeFile(join(root, project, `${session}.jsonl`), text)
}

interface Short {
  session: string
  cwd: string
  text: string
  now: number
}

function shortConversation({ session, cwd, text, now }: Short): object[] {
  const common = { sessionId: session, cwd, version: '2.1.329', userType: 'external', isSidechain: false }
  const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString()
  return [
    {
      ...common,
      type: 'user',
      uuid: `${session}-1`,
      parentUuid: null,
      timestamp: at(0),
      message: { role: 'user', content: text },
    },
    {
      ...common,
      type: 'assistant',
      uuid: `${session}-2`,
      parentUuid: `${session}-1`,
      timestamp: at(4),
      message: said('msg_short', [{ type: 'text', text: 'It is **done**.' }]),
    },
  ]
}

function mainConversation(now: number): object[] {
  const common = { sessionId: SESSION, cwd: TRANSCRIPTS.folder, version: '2.1.329', userType: 'external' }
  let last: string | null = null
  const line = (seconds: number, type: string, message: object, more: object = {}) => {
    const uuid = `line-${seconds}`
    const whole = { ...common, type, uuid, parentUuid: last, isSidechain: false, message, ...more }
    last = uuid
    return { ...whole, timestamp: new Date(now - 3_600_000 + seconds * 1_000).toISOString() }
  }
  return [
    line(0, 'user', { role: 'user', content: `${TRANSCRIPTS.firstWords}, and ask somebody to review it.` }),
    line(
      2,
      'assistant',
      said('msg_1', [{ type: 'thinking', thinking: 'Read it first.', signature: 'c2ln' }]),
    ),
    line(
      3,
      'assistant',
      said('msg_1', [{ type: 'text', text: `The ${TRANSCRIPTS.rareWord} way is to read it first.` }]),
    ),
    line(
      4,
      'assistant',
      said('msg_1', [
        {
          type: 'tool_use',
          id: 'toolu_a',
          name: 'Read',
          input: { file_path: '/home/ada/work/parser/src/parse.ts' },
        },
      ]),
    ),
    line(5, 'user', result('toolu_a', 'export const parse = (text) => Number(text)')),
    line(
      8,
      'assistant',
      said('msg_2', [
        {
          type: 'tool_use',
          id: 'toolu_b',
          name: 'Task',
          input: {
            subagent_type: 'reviewer',
            description: 'Review the parser',
            prompt: 'Look for what the parser forgets.',
          },
        },
      ]),
    ),
    line(
      9,
      'user',
      { role: 'user', content: 'Look for what the parser forgets.' },
      { isSidechain: true, parentUuid: null },
    ),
    line(12, 'assistant', said('msg_3', [{ type: 'text', text: 'It forgets hours.' }]), {
      isSidechain: true,
    }),
    line(14, 'user', result('toolu_b', 'It forgets hours.')),
    line(
      16,
      'assistant',
      said('msg_4', [
        { type: 'text', text: 'Hours were missing. Now they are there:\n\n- `2h` is 7,200,000 ms' },
      ]),
    ),
  ]
}

function said(id: string, content: object[]): object {
  const usage = {
    input_tokens: 12,
    output_tokens: 90,
    cache_read_input_tokens: 18_000,
    cache_creation_input_tokens: 400,
  }
  return { id, type: 'message', role: 'assistant', model: 'claude-opus-4-5-20251101', content, usage }
}

function result(id: string, content: string): object {
  return { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content }] }
}
