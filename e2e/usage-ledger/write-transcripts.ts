import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from './make-answers.ts'

/** A message as it counts, by an account of its own while the files are written. */
export interface Written {
  id: string
  session: string
  agent: string | undefined
  project: string
  model: string
  input: number
  output: number
  written5m: number
  written1h: number
  read: number
  searches: number
}

const PROJECTS = ['/home/me/shop', '/home/me/my-app', '/srv/data']
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5', 'claude-haiku-5-5', 'claude-nothing-1']

/** Begin of the first session. */
const START = Date.UTC(2026, 8, 1, 8)
const HOUR = 3_600_000

interface Session {
  id: string
  project: string
  file: string
  /** Lines that a fork copies. */
  lines: Record<string, unknown>[]
}

/**
 * Writes a folder of transcripts as Claude Code does, and tells what is in it: sessions with sub-agents in files of
 * their own and, as older versions had them, within the session's; sessions resumed in the same file and in a new one;
 * forks; a last line that is half written.
 *
 * @param filler bytes of a tool's output after each message
 */
export function writeTranscripts(
  root: string,
  { sessions, random, filler = 200 }: { sessions: number; random: Random; filler?: number },
): Written[] {
  const written: Written[] = []
  const made: Session[] = []
  for (let n = 0; n < sessions; n++) {
    const parent = n % 5 === 4 ? made[Math.floor(random() * made.length)] : undefined
    const project = parent?.project ?? PROJECTS[n % PROJECTS.length] ?? ''
    const folder = join(root, project.replaceAll(/[^A-Za-z0-9]/g, '-'))
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    const session: Session = { id, project, file: join(folder, `${id}.jsonl`), lines: [] }
    made.push(session)
    writeSession(session, { parent, n, put: createWriter(session, { random, n, filler, written }) })
  }
  return written
}

function writeSession(
  { id }: Session,
  { parent, n, put }: { parent: Session | undefined; n: number; put: ReturnType<typeof createWriter> },
): void {
  // A fork and a session resumed in a new file begin with the lines of another one.
  for (const line of parent?.lines ?? []) {
    const forkedFrom = { sessionId: parent?.id, messageUuid: line['uuid'] }
    put.line({ ...line, sessionId: id, ...(n % 2 === 0 && { forkedFrom }) })
  }
  for (let turn = 0; turn < 2 + (n % 4); turn++) {
    put.message({})
    if (turn === 1 && n % 3 === 0) put.agent(`a${n}f`)
    if (turn === 1 && n % 7 === 0) put.message({ isSidechain: true })
  }
  if (n % 4 === 1) put.text('{"type":"summary","summary":"what it was about"}\n')
  if (n % 6 === 2)
    put.text('{"parentUuid":null,"type":"assistant","message":{"id":"msg_half","usage":{"input_tok')
}

interface Extra {
  isSidechain?: boolean
  agentId?: string
}

function createWriter(
  session: Session,
  { random, n, filler, written }: { random: Random; n: number; filler: number; written: Written[] },
) {
  let turn = 0
  const append = (file: string, text: string) => {
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(file, text)
  }
  const put = (file: string, line: object) => append(file, `${JSON.stringify(line)}\n`)
  function message(extra: Extra, file: string, lines?: Record<string, unknown>[]): void {
    turn++
    const id = `msg_${n}_${turn}`
    const entry: Written = {
      id,
      session: session.id,
      agent: extra.agentId,
      project: session.project,
      model: MODELS[Math.floor(random() * MODELS.length)] ?? '',
      input: Math.floor(random() * 500),
      output: 1 + Math.floor(random() * 3000),
      written5m: random() < 0.3 ? Math.floor(random() * 9000) : 0,
      written1h: random() < 0.6 ? Math.floor(random() * 9000) : 0,
      read: Math.floor(random() * 90_000),
      searches: random() < 0.05 ? 2 : 0,
    }
    written.push(entry)
    // A line for each content block, with the output known so far.
    const blocks = 1 + Math.floor(random() * 3)
    for (let block = 1; block <= blocks; block++) {
      const line = lineOf(entry, { turn, n, block, output: block === blocks ? entry.output : 1 })
      // A command may have changed the folder.
      const cwd = turn % 3 === 0 ? `${session.project}/src` : session.project
      const whole = { ...line, cwd, isSidechain: false, sessionId: session.id, ...extra }
      lines?.push(whole)
      put(file, whole)
    }
    const output = 'x "usage" y '.repeat(Math.ceil(filler / 12))
    put(file, { type: 'user', sessionId: session.id, cwd: session.project, message: { content: output } })
    put(file, {
      type: 'assistant',
      message: { model: '<synthetic>', id: `s${id}`, usage: { output_tokens: 9 } },
    })
  }
  return {
    line: (line: object) => put(session.file, line),
    text: (text: string) => append(session.file, text),
    message: (extra: Extra) =>
      message(extra, session.file, extra.isSidechain === true ? undefined : session.lines),
    agent(agentId: string) {
      const file = join(session.file.replace(/\.jsonl$/, ''), 'subagents', `agent-${agentId}.jsonl`)
      message({ isSidechain: true, agentId }, file)
      message({ isSidechain: true, agentId }, file)
    },
  }
}

function lineOf(
  entry: Written,
  { turn, n, block, output }: { turn: number; n: number; block: number; output: number },
): Record<string, unknown> {
  const { id, model } = entry
  return {
    parentUuid: null,
    type: 'assistant',
    uuid: `${id}-${block}`,
    requestId: `req_${id}`,
    timestamp: new Date(START + n * HOUR + turn * 61_000 + block * 100).toISOString(),
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: `block ${block} with a "quote"` }],
      usage: usageOf(entry, output),
    },
  }
}

export interface WrittenSum {
  requests: number
  input_tokens: number
  output_tokens: number
  cache_read_input_tokens: number
  cache_creation_5m_input_tokens: number
  cache_creation_1h_input_tokens: number
  web_search_requests: number
}

const NOTHING: WrittenSum = {
  requests: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_5m_input_tokens: 0,
  cache_creation_1h_input_tokens: 0,
  web_search_requests: 0,
}

/** Sums by a name of the messages; those of one with an undefined name are left out. */
export function sumWritten(
  messages: readonly Written[],
  nameOf: (message: Written) => string | undefined,
): Map<string, WrittenSum> {
  const sums = new Map<string, WrittenSum>()
  for (const message of messages) {
    const name = nameOf(message)
    if (name === undefined) continue
    const sum = sums.get(name) ?? { ...NOTHING }
    sums.set(name, sum)
    sum.requests++
    sum.input_tokens += message.input
    sum.output_tokens += message.output
    sum.cache_read_input_tokens += message.read
    sum.cache_creation_5m_input_tokens += message.written5m
    sum.cache_creation_1h_input_tokens += message.written1h
    sum.web_search_requests += message.searches
  }
  return sums
}

/** A response with the message's ID, as the upstream sends it. */
export function responseOf(entry: Written): string {
  const content = [{ type: 'text', text: 'hi' }]
  return JSON.stringify({
    id: entry.id,
    type: 'message',
    role: 'assistant',
    model: entry.model,
    content,
    stop_reason: 'end_turn',
    usage: usageOf(entry, entry.output),
  })
}

function usageOf({ input, written5m, written1h, read, searches }: Written, output: number): object {
  return {
    input_tokens: input,
    output_tokens: output,
    cache_creation_input_tokens: written5m + written1h,
    cache_creation: { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h },
    cache_read_input_tokens: read,
    service_tier: 'standard',
    ...(searches > 0 && { server_tool_use: { web_search_requests: searches } }),
  }
}
