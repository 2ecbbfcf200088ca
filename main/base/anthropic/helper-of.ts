import { parseJson } from '../json/parse-json.ts'
import type { RequestKind } from '../../../shared/request-kind.ts'

/** A single call that Claude Code makes beside the loop of an agent. */
export type Helper = Extract<RequestKind, 'title' | 'classifier' | 'search' | 'compaction'>

/** First byte, and the one after the last. */
type Range = readonly [start: number, end: number]

/** Parts of a Messages request, as ranges of its bytes. */
export interface RequestParts {
  system?: Range | undefined
  tools?: Range | undefined
  /** The last message, or all of them: only their end is read. */
  messages?: Range | undefined
}

/** Only the beginning of the system prompt tells what a request is for; the classifier's has 140 kB. In bytes. */
const SYSTEM_BYTES = 2048
/** A longer list has tools of an agent. In bytes. */
const SEARCH_TOOLS_BYTES = 4096
/** The instruction of 2.1.329 has 6 kB; the user may add own words. In bytes. */
const INSTRUCTION_BYTES = 64 * 1024

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
const SEARCH_TOOL = /^\[\s*\{[^{}[\]]*"type":\s*"web_search_\d/
const COMPACTION_OPENINGS = [COMPACTION, 'CRITICAL: Respond with TEXT ONLY']
/** A quote of it within another text would be escaped. */
const TEXT = /"(?:text|content)"\s*:\s*"/g
const REST_OF_STRING = /[^"\\]*(?:\\.[^"\\]*)*"/sy
/** Nothing but other members of the same block and message. */
const REST_OF_MESSAGE =
  /^(?:\s*(?:[}\]]|,\s*"(?:type|role|cache_control)"\s*:\s*(?:"[a-z]*"|\{[^{}]*\})))*\s*$/

/** Tells from a request's own bytes which helper it is, if it is one. Reads a bounded number of them. */
export function helperOf(bytes: Buffer, { system, tools, messages }: RequestParts): Helper | undefined {
  const prompt = system === undefined ? '' : startOf(bytes, system, SYSTEM_BYTES)
  if (includesAny(prompt, CLASSIFIERS)) return 'classifier'
  if (includesAny(prompt, TITLES)) return 'title'
  if (isSearch(bytes, tools)) return 'search'
  return isCompaction(bytes, messages) ? 'compaction' : undefined
}

/** A search is a request of its own, whose only tool is the server's. */
function isSearch(bytes: Buffer, tools: Range | undefined): boolean {
  if (tools === undefined || tools[1] - tools[0] > SEARCH_TOOLS_BYTES) return false
  if (!SEARCH_TOOL.test(bytes.toString('latin1', ...tools))) return false
  const list = parseJson(bytes.toString('utf8', ...tools))
  return Array.isArray(list) && list.length === 1
}

/** The instruction is the last text of the last message; anything else may quote it. */
function isCompaction(bytes: Buffer, messages: Range | undefined): boolean {
  if (messages === undefined) return false
  const [start, end] = messages
  const tail = bytes.subarray(Math.max(start, end - INSTRUCTION_BYTES), end)
  if (!tail.includes(COMPACTION)) return false
  const text = tail.toString('latin1')
  const starts = [...text.matchAll(TEXT)].map(({ index, 0: { length } }) => index + length)
  const at = starts.findLast((from) => COMPACTION_OPENINGS.some((opening) => text.startsWith(opening, from)))
  if (at === undefined) return false
  REST_OF_STRING.lastIndex = at
  const instruction = REST_OF_STRING.exec(text)?.[0]
  if (instruction === undefined || !instruction.includes(COMPACTION)) return false
  return REST_OF_MESSAGE.test(text.slice(at + instruction.length))
}

function startOf(bytes: Buffer, [start, end]: Range, length: number): string {
  return bytes.toString('latin1', start, Math.min(end, start + length))
}

function includesAny(text: string, markers: readonly string[]): boolean {
  return markers.some((marker) => text.includes(marker))
}
