import { helperOf } from '../../base/anthropic/helper-of.ts'
import type { RequestKind } from '../../../shared/request-kind.ts'
import type { BodyMap } from '../body/scan-body.ts'
import type { RowMessage } from '../row-message.ts'

const EMPTY_LIST_BYTES = 2

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
  const helper = helperOf(bytes, { system, tools, messages: map.messages.at(-1) })
  if (helper !== undefined) return helper
  if (agentId !== undefined) return 'subagent'
  return sessionId !== undefined && isAgent(map) ? 'main' : 'other'
}

/** The loop of an agent has tools, or manages its context; single calls have an empty list of tools. */
function isAgent({ members: { tools = [0, 0], context_management: management } }: BodyMap): boolean {
  return tools[1] - tools[0] > EMPTY_LIST_BYTES || management !== undefined
}
