import { memberOf, parseJson } from '../json/parse-json.ts'
import { scanElements } from '../json/scan-array.ts'
import { scanMembers } from '../json/scan-top-level.ts'
import { runAtOnce, type WorkInParts } from '../work-in-parts.ts'

/** Byte positions of a value. */
type Range = readonly [start: number, end: number]

/** Places of the prompts in a request's body. */
interface PromptRanges {
  members: { system?: Range | undefined }
  messages: readonly Range[]
}

/** Messages that are looked through: the environment is told at the start of a conversation. */
const MAX_MESSAGES = 20
/** Longer system prompts and messages are not parsed, in bytes. */
const MAX_PROMPT_BYTES = 512 * 1024
/** Longer than any system's paths, in characters. */
const MAX_PATH_LENGTH = 4096

/** Text next to every path below, as it is in the body's JSON. */
const MARKS = [Buffer.from('orking directory: '), Buffer.from('CWD: ')]

/**
 * Environments that Claude Code describes to the model: in a system message (seen in 2.1.329), in the system prompt
 * (1.0.120, 2.0.30), and with `--bare` (2.1.329). A path in a prompt of the user's has none of these surroundings.
 */
const ENVIRONMENTS = [
  /^# Environment\n(?:.*\n){0,4}? - Primary working directory: (.+)$/m,
  /<env>\nWorking directory: (.+)$/m,
  /^CWD: (.+)\nDate: /,
]
const ABSOLUTE = /^(?:\/|\\\\|[A-Za-z]:[\\/])/

/**
 * The working directory that Claude Code names in a request.
 *
 *     system: [{type: 'text', text: '… <env>\nWorking directory: /home/me/app\nIs directory …'}]  →  /home/me/app
 *
 * @param bytes a request body
 * @returns undefined if it names none, as requests for a title or a classification
 */
export function readProject(bytes: Buffer, ranges: PromptRanges): string | undefined {
  return runAtOnce(findProject(bytes, ranges))
}

/**
 * `readProject` for a body that was not scanned yet, with pauses.
 *
 * @param json a decoded request body
 */
export function* scanProject(json: Buffer): WorkInParts<string | undefined> {
  const found = yield* scanMembers(json, ['system', 'messages'])
  const system = found?.get('system')
  const messages = found?.get('messages')
  const elements = messages === undefined ? [] : ((yield* scanElements(json, messages.start)) ?? [])
  return yield* findProject(json, {
    members: { system: system && [system.start, system.end] },
    messages: elements.map(({ start, end }) => [start, end] as const),
  })
}

function* findProject(
  bytes: Buffer,
  { members: { system }, messages }: PromptRanges,
): WorkInParts<string | undefined> {
  const inSystem = mayName(bytes, system) ? projectIn(parsePart(bytes, system)) : undefined
  if (inSystem !== undefined) return inSystem
  for (const range of messages.slice(0, MAX_MESSAGES)) {
    yield
    if (!mayName(bytes, range)) continue
    const message = parsePart(bytes, range)
    if (memberOf(message, 'role') !== 'system') continue
    const found = projectIn(memberOf(message, 'content'))
    if (found !== undefined) return found
  }
  return undefined
}

/** Most texts are told apart without parsing them. */
function mayName(bytes: Buffer, range: Range | undefined): range is Range {
  if (range === undefined || range[1] - range[0] > MAX_PROMPT_BYTES) return false
  const part = bytes.subarray(range[0], range[1])
  return MARKS.some((mark) => part.includes(mark))
}

function parsePart(bytes: Buffer, [start, end]: Range): unknown {
  return parseJson(bytes.toString('utf8', start, end))
}

/** @param content a text, or a list of blocks */
function projectIn(content: unknown): string | undefined {
  const blocks: unknown[] = Array.isArray(content) ? content : [content]
  for (const block of blocks) {
    const text = typeof block === 'string' ? block : memberOf(block, 'text')
    if (typeof text !== 'string') continue
    for (const environment of ENVIRONMENTS) {
      const path = environment.exec(text)?.[1]?.trim()
      if (path !== undefined && path.length <= MAX_PATH_LENGTH && ABSOLUTE.test(path)) return path
    }
  }
  return undefined
}
