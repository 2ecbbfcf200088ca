import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FakeBlock } from '../fake-upstream/fake-message.ts'
import type { MessageReply } from '../fake-upstream/reply.ts'

export interface ScriptedTask {
  prompt: string
  /** Arguments for Claude Code, so that no tool needs permission. */
  args: readonly string[]
  script: readonly MessageReply[]
  /** Claude Code's final output. */
  says: string
  /** The current files; undefined for a missing one. */
  outcome: () => Promise<{ note: string; copy: string | undefined }>
}

/** The `outcome` of a completed task. */
export const TASK_DONE = { note: 'the quick red fox — 狐 🦊\n', copy: 'the quick red fox — 狐 🦊\n' }

/**
 * The task for every provider: reads two files at once, one of them missing; edits the other; runs two commands at
 * once, one of which fails; ends with a word. The model thinks before each call.
 *
 * @param folder an empty working directory
 */
export async function prepareTask(folder: string): Promise<ScriptedTask> {
  const note = join(folder, 'note.txt')
  const copy = join(folder, 'copy.txt')
  await writeFile(note, 'the quick brown fox — 狐 🦊\n')
  const edit = { file_path: note, old_string: 'brown', new_string: 'red' }
  const copies = { command: `cp ${note} ${copy}`, description: 'Copy the "note"' }
  const fails = { command: `cat ${join(folder, 'nowhere.txt')}`, description: 'Read what is not there' }
  return {
    prompt: 'make the fox red',
    args: ['--allowedTools', 'Read,Edit,Bash', '--permission-mode', 'acceptEdits'],
    script: [
      turn(1, [
        text('I look at ', 'both — 両方.'),
        call('readnote1', 'Read', { file_path: note }),
        call('readnone2', 'Read', { file_path: join(folder, 'missing.txt') }),
      ]),
      turn(2, [call('editnote3', 'Edit', edit)]),
      turn(3, [call('bashcopy4', 'Bash', copies), call('bashfail5', 'Bash', fails)]),
      {
        kind: 'message',
        message: { blocks: [text('The fox ', 'is red.')], stopReason: 'end_turn', inputTokens: 900 },
      },
    ],
    says: 'The fox is red.\n',
    outcome: async () => ({
      note: await readFile(note, 'utf8'),
      copy: await access(copy).then(
        () => readFile(copy, 'utf8'),
        () => undefined,
      ),
    }),
  }
}

function turn(index: number, blocks: readonly FakeBlock[]): MessageReply {
  const thought = { type: 'thinking', deltas: ['Hm, ', `step ${index}.`], signature: `c2ln${index}` } as const
  return {
    kind: 'message',
    message: { blocks: [thought, ...blocks], stopReason: 'tool_use', interleaved: true },
  }
}

function text(...deltas: string[]): FakeBlock {
  return { type: 'text', deltas }
}

/** @param id nine letters and digits, as Mistral requires */
function call(id: string, name: string, input: object): FakeBlock {
  return { type: 'tool_use', id, name, deltas: JSON.stringify(input).match(/.{1,7}/gsu) ?? [] }
}
