import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FakeBlock } from '../fake-upstream/fake-message.ts'
import type { MessageReply } from '../fake-upstream/reply.ts'

export interface ScriptedTask {
  prompt: string
  /** For Claude Code, so that nobody has to allow anything. */
  args: readonly string[]
  script: readonly MessageReply[]
  /** What Claude Code prints at the end. */
  says: string
  /** The files as they are now; undefined for one that is not there. */
  outcome: () => Promise<{ note: string; copy: string | undefined }>
}

/** What `outcome` gives when the task was done. */
export const TASK_DONE = { note: 'the quick red fox — 狐 🦊\n', copy: 'the quick red fox — 狐 🦊\n' }

/**
 * One task for every provider: two files are read at once, of which one is not there; the other is edited; two
 * commands are called at once, of which one fails; a word at the end. The model thinks before each call.
 *
 * @param folder where it takes place, empty
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

/** @param id of nine letters and digits, as Mistral wants them */
function call(id: string, name: string, input: object): FakeBlock {
  return { type: 'tool_use', id, name, deltas: JSON.stringify(input).match(/.{1,7}/gsu) ?? [] }
}
