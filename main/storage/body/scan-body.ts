import { skipString } from '../../base/json/skip-json.ts'

/** Strings of at least this length are separate chunks: a text stays the same when `cache_control` moves past it. */
const MIN_LONG_STRING_BYTES = 512
/** Limit for a hostile body with a million elements. */
const MAX_BOUNDARIES = 20_000
const MAX_KEY_BYTES = 64

export type Range = readonly [start: number, end: number]

/** Top-level members whose value is of interest. */
const MEMBERS = [
  'metadata',
  'model',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'speed',
  'context_management',
  'cache_control',
  'diagnostics',
] as const
const NAMES: ReadonlySet<string> = new Set(MEMBERS)
export type BodyMember = (typeof MEMBERS)[number]
export type MemberRanges = Readonly<Partial<Record<BodyMember, Range>>>

export interface BodyMap {
  /** Boundaries of chunks that are likely to recur: byte positions, ascending. */
  boundaries: readonly number[]
  /** Elements of the top-level `messages`. */
  messages: readonly Range[]
  /** Values of top-level members: lists, objects and strings. */
  members: MemberRanges
}

/** A body that was scanned before, with the prefix and suffix that another one repeats. */
export interface KnownBody {
  map: BodyMap
  length: number
  /** Lengths of the common prefix and suffix, in bytes; they may overlap. */
  prefix: number
  suffix: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const OPEN_BRACE = 0x7b
const CLOSE_BRACKET = 0x5d
const CLOSE_BRACE = 0x7d

/**
 * Finds the parts of a JSON request body without parsing it. Boundaries are only positions: for any bytes, the concatenated
 * chunks equal the body.
 *
 * @param known the common parts are not scanned again; the result is the same
 * @returns undefined when it is not a complete JSON object
 */
// oxlint-disable-next-line complexity -- one pass over every byte: its branches are the grammar
export function scanBody(bytes: Buffer, known?: KnownBody): BodyMap | undefined {
  const start = startOf(bytes, known)
  const boundaries: number[] = []
  const messages = start.map.messages.slice()
  const members: Partial<Record<BodyMember, Range>> = { ...start.map.members }
  let depth = start.isResumed ? 2 : 0
  /** The top-level key whose value is being read. */
  let key = start.isResumed ? 'messages' : ''
  let isKey = false
  /** Start of the open top-level value, whether it is a list, and the start of its open element. */
  let value = 0
  let isList = start.isResumed
  let element = 0
  /** Result for the remaining bytes, once known. */
  let rest = start.isResumed ? restOf(bytes, start.at, known) : undefined

  function open(at: number): void {
    depth++
    if (depth === 1) isKey = true
    if (depth === 2) {
      value = at
      isList = bytes[at] === OPEN_BRACKET
    }
    if (depth === 3) element = at
  }
  function close(end: number): void {
    depth--
    if (depth === 2 && isList) {
      addBoundaries(boundaries, element, end)
      if (key !== 'messages') return
      messages.push([element, end])
      rest = restOf(bytes, end, known)
    }
    if (depth === 1 && isMember(key)) members[key] = [value, end]
  }
  function string(at: number, end: number): void {
    if (depth === 1 && isKey) {
      isKey = false
      key = end - at > MAX_KEY_BYTES ? '' : bytes.toString('latin1', at + 1, end - 1)
      return
    }
    if (depth === 1 && isMember(key)) members[key] = [at, end]
    if (end - at >= MIN_LONG_STRING_BYTES) addBoundaries(boundaries, at, end)
  }

  for (let at = start.at; at < bytes.length && rest === undefined; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const end = skipString(bytes, at)
      if (end === -1) return undefined
      string(at, end)
      at = end - 1
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) open(at)
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) close(at + 1)
    else if (byte === COMMA && depth === 1) isKey = true
    if (depth === 0) break
  }
  if (rest === undefined && depth !== 0) return undefined
  if (boundaries.length === 0 && bytes[firstOf(bytes)] !== OPEN_BRACE) return undefined
  const found = [...start.map.boundaries, ...boundaries.toSorted((a, b) => a - b)]
  if (rest === undefined) return { boundaries: found, messages, members }
  return {
    boundaries: [...found, ...rest.boundaries],
    messages: [...messages, ...rest.messages],
    members: { ...members, ...rest.members },
  }
}

interface Start {
  at: number
  /** True after the last message that both bodies contain whole; false at the beginning. */
  isResumed: boolean
  /** Result for the bytes before. */
  map: { boundaries: number[]; messages: Range[]; members: MemberRanges }
}

function startOf(bytes: Buffer, known: KnownBody | undefined): Start {
  const messages = known?.map.messages.filter(([, end]) => end <= known.prefix) ?? []
  const at = messages.at(-1)?.[1]
  if (known === undefined || at === undefined) {
    const map = { boundaries: [], messages: [], members: {} }
    return { at: firstOf(bytes), isResumed: false, map }
  }
  const map = {
    boundaries: known.map.boundaries.filter((boundary) => boundary <= at),
    messages,
    members: pickMembers(known.map, ([, end]) => end <= at),
  }
  return { at, isResumed: true, map }
}

/** Result after a message that ends here in both bodies, when the remaining bytes are the same. */
function restOf(bytes: Buffer, at: number, known: KnownBody | undefined): BodyMap | undefined {
  if (known === undefined || bytes.length - at > known.suffix) return undefined
  const { map, length } = known
  const shift = bytes.length - length
  const index = map.messages.findLastIndex(([, end]) => end === at - shift)
  if (index === -1) return undefined
  const moved = ([start, end]: Range): Range => [start + shift, end + shift]
  return {
    boundaries: map.boundaries
      .filter((boundary) => boundary > at - shift)
      .map((boundary) => boundary + shift),
    messages: map.messages.slice(index + 1).map(moved),
    members: pickMembers(map, ([start]) => start > at - shift, moved),
  }
}

function pickMembers(
  { members }: BodyMap,
  isWanted: (range: Range) => boolean,
  move: (range: Range) => Range = (range) => range,
): MemberRanges {
  const picked: Partial<Record<BodyMember, Range>> = {}
  for (const name of MEMBERS) {
    const range = members[name]
    if (range !== undefined && isWanted(range)) picked[name] = move(range)
  }
  return picked
}

function isMember(key: string): key is BodyMember {
  return NAMES.has(key)
}

function addBoundaries(boundaries: number[], start: number, end: number): void {
  if (boundaries.length < MAX_BOUNDARIES) boundaries.push(start, end)
}

function firstOf(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++
  return at
}
