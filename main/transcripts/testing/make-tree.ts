import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { assistant, type Fields, toolResult, user } from './lines.ts'

export interface TreePlan {
  root: string
  files: number
  /** Approximate total size of all files. */
  bytes: number
}

const WORDS =
  'const return import from the of a to model stream "quoted" {} () => ünïcode test value \\d if'.split(' ')

/** Writes a tree like that of a daily user of Claude Code: tool output, edits, some images. */
export function makeTree({ root, files, bytes }: TreePlan): void {
  const random = createRandom()
  const texts = Array.from({ length: 64 }, () => makeText(random, 16_000))
  const text = (length: number): string => {
    const from = texts[Math.floor(random() * texts.length)] ?? ''
    const start = Math.floor(random() * Math.max(1, from.length - length))
    return from.slice(start, start + length)
  }
  for (let file = 0; file < files; file++) {
    const folder = join(root, `-home-me-project-${file % 60}`)
    mkdirSync(folder, { recursive: true })
    const fd = openSync(join(folder, `session-${file}.jsonl`), 'w')
    const put = (line: Fields): number => writeSync(fd, `${JSON.stringify(line)}\n`)
    let left = (bytes / files) * 2 * random() - put(user(file, `question ${file}: ${text(200)}`))
    for (let second = file; left > 0; second++) left -= putTurn({ put, text, random, second })
    closeSync(fd)
  }
}

interface Turn {
  put: (line: Fields) => number
  text: (length: number) => string
  random: () => number
  second: number
}

function putTurn({ put, text, random, second }: Turn): number {
  const output = text(Math.floor(random() ** 3 * 16_000))
  const edit = { file_path: '/home/me/project/a.ts', old_string: text(300), new_string: text(400) }
  const id = { message: { id: `msg_${second}` } }
  let written = put(assistant(second, text(400), id))
  written += put(assistant(second, [{ type: 'tool_use', id: 'toolu', name: 'Edit', input: edit }], id))
  written += put(toolResult(second, 'toolu', output, { toolUseResult: { stdout: output, stderr: '' } }))
  if (random() < 0.002) {
    const source = { type: 'base64', data: 'A'.repeat(800_000) }
    written += put(user(second, [{ type: 'image', source }]))
  }
  return written
}

function makeText(random: () => number, length: number): string {
  let text = ''
  while (text.length < length)
    text += `${WORDS[Math.floor(random() * WORDS.length)]}${random() < 0.1 ? '\n' : ' '}`
  return text
}

/** Deterministic random numbers (a linear congruential generator). */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
