import { hash } from 'node:crypto'
import { readProject } from '../../base/anthropic/read-project.ts'
import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import { scanTopLevel } from '../../base/json/scan-top-level.ts'
import type { RequestKind } from '../../../shared/request-kind.ts'
import { type BodyMap, type KnownBody, type Range, scanBody } from '../body/scan-body.ts'
import { decode } from '../body/compress.ts'
import { headerOf, splitHeaders } from '../headers.ts'
import { redactForeignText } from '../../base/redact-foreign-text.ts'
import type { RowMessage } from '../row-message.ts'
import { kindOf } from './request-kind.ts'
import type { Redact } from '../redact/redact.ts'
import { readTurn, type StoredAnswer, type TurnFacts } from '../summary/read-turn.ts'

/** Facts about a request that come from its body. */
export interface RequestFacts {
  messageCount: number | undefined
  kind: RequestKind | undefined
  /** Claude Code's session. */
  sessionId: string | undefined
  /** 32 hex digits, the same for all turns of one conversation. */
  conversationHash: string | undefined
  /** Working directory that the request names. */
  project: string | undefined
  /** Boundaries of recurring pieces in the body; undefined when it is one piece. */
  map: BodyMap | undefined
  /** Undefined without captured bodies. */
  turn: TurnFacts | undefined
}

/**
 * A longer opening message is not parsed: its beginning identifies it as well, and parsing one of 30 MB takes 100 MB of
 * memory. In bytes.
 */
const MAX_OPENING_BYTES = 1024 * 1024
const LONG_OPENING_BYTES = 64 * 1024

export type FindSimilar = (bytes: Buffer) => KnownBody | undefined

/** Hash of a conversation, from its session id or its opening message. */
export function conversationOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : hash('sha256', text, 'hex').slice(0, 32)
}

export interface FactReaders {
  /** Finds a body that was read before and has much in common. */
  similar?: FindSimilar | undefined
  /** Replaces what looks like a credential in a text, of which at most `limit` characters are kept. */
  redact: Redact
}

/** Reads only the relevant parts; a body that is not JSON yields no facts. */
export function readFacts(row: RowMessage, { similar, redact }: FactReaders): RequestFacts {
  const body = row.end?.requestBody
  if (body === undefined) return withoutBody(row)
  const stored = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const coding = codingOf(row.requestHeaders)
  const bytes = decode(stored, coding)
  const map = bytes === undefined ? undefined : scanBody(bytes, similar?.(bytes))
  if (bytes === undefined || map === undefined) return withoutBody(row)
  const sessionId = row.sessionId ?? sessionOf(parsePart(bytes, map.members.metadata))
  const opening = sessionId === undefined ? openingOf(bytes, map.messages) : undefined
  const project = readProject(bytes, map)
  return {
    sessionId,
    conversationHash: conversationOf(sessionId ?? opening),
    project: project === undefined ? undefined : redactForeignText(project),
    messageCount: map.messages.length > 0 ? map.messages.length : undefined,
    kind: kindOf(row, sessionId, { bytes, map }),
    map: bytes === stored ? map : undefined,
    turn: turnOf(row, { bytes, map }, redact),
  }
}

function turnOf(
  row: RowMessage,
  body: { bytes: Buffer; map: BodyMap },
  redact: Redact,
): TurnFacts | undefined {
  return row.end?.keepBody === true ? readTurn(body, { answer: answerOf(row), redact }) : undefined
}

function answerOf({ end }: RowMessage): StoredAnswer | undefined {
  const body = end?.responseBody
  if (end === undefined || body === undefined) return undefined
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return { bytes, headers: splitHeaders(end.responseHeaders) }
}

/** Few requests have one, so the headers are usually not split. */
function codingOf(headers: string): string | undefined {
  return /content-encoding/i.test(headers) ? headerOf(splitHeaders(headers), 'content-encoding') : undefined
}

function withoutBody({ sessionId }: RowMessage): RequestFacts {
  return {
    sessionId,
    conversationHash: conversationOf(sessionId),
    messageCount: undefined,
    kind: undefined,
    project: undefined,
    map: undefined,
    turn: undefined,
  }
}

/** `user_…_account_…_session_<id>`, or JSON with `session_id`: Claude Code has sent both. */
function sessionOf(metadata: unknown): string | undefined {
  const user = memberOf(metadata, 'user_id')
  if (typeof user !== 'string') return undefined
  const marked = user.split('_session_')[1]
  if (marked !== undefined && marked !== '') return marked
  if (!user.startsWith('{')) return undefined
  const session = memberOf(parseJson(user), 'session_id')
  return typeof session === 'string' && session !== '' ? session : undefined
}

/**
 * Role and text of the first user message, which is the same in every turn: identifies a conversation without a
 * session.
 */
function openingOf(bytes: Buffer, messages: readonly Range[]): string | undefined {
  for (const range of messages.slice(0, 20)) {
    if (range[1] - range[0] > MAX_OPENING_BYTES) {
      const long = bytes.subarray(...range)
      if (isOfUser(long)) return `user|${long.toString('latin1', 0, LONG_OPENING_BYTES)}`
      continue
    }
    const message = parsePart(bytes, range)
    if (memberOf(message, 'role') !== 'user') continue
    const text = textOf(memberOf(message, 'content')).replaceAll(/\s+/g, ' ').trim()
    return `user|${text}`
  }
  return undefined
}

function isOfUser(message: Buffer): boolean {
  const role = scanTopLevel(message, ['role'])?.get('role')
  return role !== undefined && message.toString('latin1', role.start, role.end) === '"user"'
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  const texts = content.map((block) => memberOf(block, 'text'))
  return texts.filter((text) => typeof text === 'string').join('\n')
}

function parsePart(bytes: Buffer, range: Range | undefined): unknown {
  return range === undefined ? undefined : parseJson(bytes.toString('utf8', range[0], range[1]))
}
