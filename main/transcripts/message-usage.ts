import type { TranscriptMessage } from '../../shared/transcript-usage.ts'
import type { UsageLine } from '../../shared/usage-line.ts'
import { fallbackModel, usageLines } from '../base/anthropic/usage-lines.ts'
import { isRecord } from '../base/json/is-record.ts'
import { parseTime } from './facts.ts'
import { type Line, parseLine, textOf } from './parse-line.ts'

/** The file of a message. */
interface Source {
  path: string
  /** Creation time, in ms since 1970. */
  bornAt: number
  /** By its name. */
  session: string
  /** Set for the file of a sub-agent. */
  agent: string | undefined
}

export interface FoundMessage extends Omit<TranscriptMessage, 'project'> {
  /** A fork of a session names the one that it is from. */
  isCopy: boolean
  source: Source
  /** Of its last line, which has the final usage. */
  output: number
  /** Known at the end of the file. */
  place: { folder?: string }
}

/** Longer names are not Claude Code's. In characters. */
const MAX_ID_LENGTH = 200

/**
 * Reads the usage in a line of a transcript.
 *
 *     {"type":"assistant","sessionId":"s","timestamp":"2026-…","message":{"id":"msg_1","model":"m","usage":{…}}}
 *
 * @returns undefined for a line without usage, and for Claude Code's own texts
 */
export function readMessage(
  bytes: Buffer,
  { source, place }: { source: Source; place: FoundMessage['place'] },
): { message: FoundMessage; cwd: string | undefined } | undefined {
  const line = parseLine(bytes)
  const message = line?.type === 'assistant' ? line['message'] : undefined
  if (line === undefined || !isRecord(message)) return undefined
  const startedAt = parseTime(line['timestamp'])
  const lines = readLines(message)
  const upstreamId = nameOf(line['requestId'])
  const messageId = nameOf(message['id']) ?? upstreamId ?? nameOf(line['uuid'])
  if (lines === undefined || messageId === undefined || startedAt === undefined) return undefined
  return {
    cwd: textOf(line['cwd']),
    message: {
      messageId,
      ...(upstreamId !== undefined && { upstreamId }),
      startedAt: Math.max(0, startedAt),
      ...workOf(line, source),
      lines,
      isCopy: line['forkedFrom'] !== undefined,
      source,
      output: lines.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
      place,
    },
  }
}

function workOf(line: Line, source: Source): Pick<FoundMessage, 'sessionId' | 'agentId' | 'isAgent'> {
  const agentId = nameOf(line['agentId']) ?? source.agent
  return {
    sessionId: nameOf(line['sessionId']) ?? source.session,
    ...(agentId !== undefined && { agentId }),
    isAgent: agentId !== undefined || line['isSidechain'] === true,
  }
}

/** Undefined without usage, and for Claude Code's own texts. */
function readLines({ usage, model: named }: Readonly<Record<string, unknown>>): UsageLine[] | undefined {
  if (!isRecord(usage)) return undefined
  const model = fallbackModel(usage) ?? nameOf(named)
  return model === undefined || model === '<synthetic>' ? undefined : usageLines(usage, { model })
}

/**
 * Adds a line's message to those found before. It has a line for each content block, with the usage known so far; the
 * highest is the final one. Copies in other sessions belong to the session that had it first.
 */
export function addMessage(messages: Map<string, FoundMessage>, next: FoundMessage): void {
  const known = messages.get(next.messageId)
  if (known === undefined) {
    messages.set(next.messageId, next)
    return
  }
  const origin = isEarlier(next, known) ? next : known
  const { lines, output } = next.output >= known.output ? next : known
  const upstreamId = known.upstreamId ?? next.upstreamId
  messages.set(next.messageId, {
    ...origin,
    ...(upstreamId !== undefined && { upstreamId }),
    startedAt: Math.min(next.startedAt, known.startedAt),
    lines,
    output,
  })
}

function isEarlier(a: FoundMessage, b: FoundMessage): boolean {
  if (a.isCopy !== b.isCopy) return b.isCopy
  if (a.source.bornAt !== b.source.bornAt) return a.source.bornAt < b.source.bornAt
  return a.source.path < b.source.path
}

function nameOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : text.slice(0, MAX_ID_LENGTH)
}
