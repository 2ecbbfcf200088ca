import type { Conversation } from '../../shared/conversations.ts'
import { collectAgents } from './collect-agents.ts'
import type { Session } from './create-index.ts'
import { parseTime } from './facts.ts'
import { keepNewest } from './keep-newest.ts'
import { openTranscript } from './open-transcript.ts'
import { type Line, parseLine } from './parse-line.ts'
import { readLines } from './read-lines.ts'
import { toListed, toSummary } from './to-summary.ts'
import { toMessage } from './to-message.ts'

/** Limit for all messages together, in characters of JSON. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024

interface ReadOptions {
  pause: () => Promise<void> | undefined
  largestResponse?: number
}

/**
 * Reads a whole conversation, with its sub-agents' lines merged by time. Lines without a time stay after the one that
 * they follow.
 *
 * @param session with up-to-date facts of its files
 * @returns a Conversation as JSON text, assembled as text because its messages are not needed as objects again
 */
export async function readConversation(session: Session, options: ReadOptions): Promise<string> {
  const agents = collectAgents()
  const newest = keepNewest(options.largestResponse ?? MAX_RESPONSE_BYTES)
  const paths = new Map(session.agents.map(({ id, indexed }) => [id, indexed.file.path]))
  let messageCount = 0

  async function take(path: string, file: string | undefined): Promise<void> {
    let time = Number.NEGATIVE_INFINITY
    await readFile(path, options.pause, (line) => {
      time = parseTime(line['timestamp']) ?? time
      const agentId = agents.add(line, file)
      const message = toMessage(line)
      if (message === undefined) return
      messageCount++
      if (agentId !== undefined) Object.assign(message, { isSidechain: true, agentId })
      const text = stringify(message)
      if (text !== undefined) newest.put(time, text)
    })
  }
  if (session.main !== undefined) await take(session.main.file.path, undefined)
  for (const { id, indexed } of session.agents) await take(indexed.file.path, id)

  const texts = newest.texts()
  const { startTime, lastActivity, projectName, title, usage } = toSummary(toListed(session))
  const rest: Omit<Conversation, 'messages'> = {
    sessionId: session.id,
    projectPath: session.project,
    projectName,
    startTime,
    endTime: lastActivity,
    messageCount,
    omitted: messageCount - texts.length,
    agents: agents.all(paths),
    ...(title !== undefined && { title }),
    ...(usage !== undefined && { usage }),
  }
  return `{"messages":[${texts.join(',')}],${JSON.stringify(rest).slice(1)}`
}

/** Reads the file up to its current size; an unfinished last line is skipped. */
async function readFile(
  path: string,
  pause: () => Promise<void> | undefined,
  onLine: (line: Line) => void,
): Promise<void> {
  const opened = openTranscript(path)
  if (opened === undefined) return
  const take = (bytes: Buffer): void => {
    const line = parseLine(bytes)
    if (line !== undefined) onLine(line)
  }
  try {
    take(await readLines({ fd: opened.fd, from: 0, to: opened.stats.size, pause, onLine: take }))
  } finally {
    opened.close()
  }
}

/** Undefined for a message that is nested too deeply to serialize. */
function stringify(message: object): string | undefined {
  try {
    return JSON.stringify(message)
  } catch {
    return undefined
  }
}
