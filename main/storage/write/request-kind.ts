import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import type { RequestKind } from '../../../shared/request-kind.ts'
import type { BodyMap, Range } from '../body/scan-body.ts'
import type { RowMessage } from '../row-message.ts'

/** Only the beginning of the system prompt tells what a request is for; the classifier's has 140 kB. In bytes. */
const SYSTEM_BYTES = 2048
/** A longer list has tools of an agent. In bytes. */
const SEARCH_TOOLS_BYTES = 4096
const EMPTY_LIST_BYTES = 2
/** A longer message is not parsed. In bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024

/*
 * Openings of Claude Code's own prompts. Read in the requests of 2.1.329; the last two titles are those of earlier
 * versions.
 */
const CLASSIFIERS = ['You are a security monitor for autonomous AI coding agents']
const TITLES = [
  'You are naming a coding session',
  'Generate a concise, sentence-case title',
  'Summarize this coding conversation in under 50 characters',
]
const COMPACTION = 'Your task is to create a detailed summary of '
const COMPACTION_OPENINGS = [COMPACTION, 'CRITICAL: Respond with TEXT ONLY']
const SEARCH_TOOL = /^\[\s*\{[^{}[\]]*"type":\s*"web_search_\d/

/**
 * Tells the purpose of a request from its own bytes and headers.
 *
 * @param sessionId Claude Code's session; requests without one are those of other clients
 */
export function kindOf(
  { endpoint, agentId }: Pick<RowMessage, 'endpoint' | 'agentId'>,
  sessionId: string | undefined,
  { bytes, map }: { bytes: Buffer; map: BodyMap },
): RequestKind {
  if (endpoint !== '/v1/messages') return 'other'
  const { system, tools } = map.members
  const prompt = system === undefined ? '' : startOf(bytes, system, SYSTEM_BYTES)
  if (includesAny(prompt, CLASSIFIERS)) return 'classifier'
  if (includesAny(prompt, TITLES)) return 'title'
  if (isSearch(bytes, tools)) return 'search'
  if (isCompaction(bytes, map.messages.at(-1))) return 'compaction'
  if (agentId !== undefined) return 'subagent'
  return sessionId !== undefined && isAgent(map) ? 'main' : 'other'
}

/** The loop of an agent has tools, or manages its context; single calls have an empty list of tools. */
function isAgent({ members: { tools = [0, 0], context_management: management } }: BodyMap): boolean {
  return tools[1] - tools[0] > EMPTY_LIST_BYTES || management !== undefined
}

/** A search is a request of its own, whose only tool is the server's. */
function isSearch(bytes: Buffer, tools: Range | undefined): boolean {
  if (tools === undefined || tools[1] - tools[0] > SEARCH_TOOLS_BYTES) return false
  if (!SEARCH_TOOL.test(bytes.toString('latin1', ...tools))) return false
  const list = parseJson(bytes.toString('utf8', ...tools))
  return Array.isArray(list) && list.length === 1
}

/** The instruction is the last text of the last message; anything else may quote it. */
function isCompaction(bytes: Buffer, message: Range | undefined): boolean {
  if (message === undefined || message[1] - message[0] > MAX_MESSAGE_BYTES) return false
  if (!bytes.subarray(...message).includes(COMPACTION)) return false
  const parsed = parseJson(bytes.toString('utf8', ...message))
  const content = memberOf(parsed, 'content')
  const last: unknown = Array.isArray(content) ? memberOf(content.at(-1), 'text') : content
  return (
    memberOf(parsed, 'role') === 'user' &&
    typeof last === 'string' &&
    COMPACTION_OPENINGS.some((opening) => last.startsWith(opening))
  )
}

function startOf(bytes: Buffer, [start, end]: Range, length: number): string {
  return bytes.toString('latin1', start, Math.min(end, start + length))
}

function includesAny(text: string, markers: readonly string[]): boolean {
  return markers.some((marker) => text.includes(marker))
}
