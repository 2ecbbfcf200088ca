import { firstText } from './first-text.ts'
import { isRecord } from '../base/json/is-record.ts'
import { type Line, textOf } from './parse-line.ts'
import { queuedPrompt } from './queued-prompt.ts'
import { addUsage, readUsage, type UsageByMessage } from './usage.ts'

/** Facts about a file that lists need, updated line by line. */
export interface Facts {
  /** Number of lines of the user and the assistant. */
  messages: number
  /** Earliest and latest time of any line, in ms since 1970. */
  startedAt: number | undefined
  endedAt: number | undefined
  /** First text of the user. */
  said: string | undefined
  /** First text of a message that only looks like the user's: a summary, a sub-agent's task. */
  spare: string | undefined
  /** Model of the newest response. */
  model: string | undefined
  /** Model of the newest response of a sub-agent. */
  sideModel: string | undefined
  /** From the newest line that has one. */
  cwd: string | undefined
  /** From the first line that has one. */
  sessionId: string | undefined
  /** Titles set by the user and by Claude Code. */
  customTitle: string | undefined
  title: string | undefined
  usage: UsageByMessage
}

export function createFacts(): Facts {
  return {
    messages: 0,
    startedAt: undefined,
    endedAt: undefined,
    said: undefined,
    spare: undefined,
    model: undefined,
    sideModel: undefined,
    cwd: undefined,
    sessionId: undefined,
    customTitle: undefined,
    title: undefined,
    usage: new Map(),
  }
}

/** Adds the next line. The result does not depend on how lines are split over several reads. */
export function addLine(facts: Facts, line: Line): void {
  const time = parseTime(line['timestamp'])
  if (time !== undefined) {
    facts.startedAt = Math.min(time, facts.startedAt ?? time)
    facts.endedAt = Math.max(time, facts.endedAt ?? time)
  }
  facts.cwd = textOf(line['cwd']) ?? facts.cwd
  facts.sessionId ??= textOf(line['sessionId'])
  switch (line.type) {
    case 'user':
      return addUser(facts, line, line['message'])
    case 'attachment': {
      const prompt = queuedPrompt(line)
      return prompt === undefined ? undefined : addUser(facts, line, prompt)
    }
    case 'assistant':
      return addAssistant(facts, line)
    case 'custom-title':
      facts.customTitle = textOf(line['customTitle']) ?? facts.customTitle
      return
    case 'ai-title':
      facts.title = textOf(line['aiTitle']) ?? facts.title
      return
    case 'summary':
      // Summaries at the top of a file describe other sessions (older versions wrote them into the newest file).
      if (facts.messages > 0) facts.title = textOf(line['summary']) ?? facts.title
  }
}

/** In ms since 1970. Accepts ISO 8601 only, as Claude Code writes it: `Date.parse` would read `1` as a year. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

function addUser(facts: Facts, line: Line, message: unknown): void {
  facts.messages++
  if (facts.said !== undefined || line['isMeta'] === true) return
  const onlyLooksLike = line['isSidechain'] === true || line['isCompactSummary'] === true
  if (!onlyLooksLike) facts.said = firstText(message)
  else facts.spare ??= firstText(message)
}

function addAssistant(facts: Facts, line: Line): void {
  facts.messages++
  const { message } = line
  if (!isRecord(message)) return
  const model = textOf(message['model'])
  // Claude Code's own text, for example after an API error.
  if (model === '<synthetic>') return
  if (line['isSidechain'] === true) facts.sideModel = model ?? facts.sideModel
  else facts.model = model ?? facts.model
  const usage = readUsage(message['usage'])
  const id = textOf(message['id']) ?? textOf(line['requestId']) ?? `line ${facts.messages}`
  if (usage !== undefined) addUsage(facts.usage, id, usage)
}
