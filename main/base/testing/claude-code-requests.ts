import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestKind } from '../../../shared/request-kind.ts'

/** A request that Claude Code 2.1.329 sent to a fake upstream, with long texts cut. */
export interface RecordedClaudeRequest {
  kind: RequestKind
  /** `x-claude-code-agent-id`. */
  agent?: string
  /** `anthropic-beta`. */
  beta: string
  body: Readonly<Record<string, unknown>>
}

/** One session: four turns of its main agent, and the calls beside them. */
export const CLAUDE_REQUESTS = JSON.parse(
  readFileSync(join(import.meta.dirname, 'claude-code-requests.json'), 'utf8'),
) as readonly RecordedClaudeRequest[]

/** The session of all of them, as named by `x-claude-code-session-id`. */
export const CLAUDE_SESSION = 'c9ddd30f-7136-4cc8-9ea5-cae3fd30ef97'

export function toBytes(body: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(JSON.stringify(body)))
}
