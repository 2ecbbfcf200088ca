import { findForeignThinking } from '../../providers/find-foreign-thinking.ts'
import { chooseRoute, passthrough, type RouteAttempt, type RouteDecision } from './choose-route.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { inflateBody } from '../inflate-body.ts'
import { readModel } from './read-model.ts'
import { createRouteFacts, readMembers } from './route-facts.ts'
import type { Members } from '../../base/json/scan-top-level.ts'
import { PART_BYTES, runAtOnce, runInTurns, type WorkInParts } from '../../base/work-in-parts.ts'
import type { ReadTurns } from '../read-turns.ts'
import { cutTag } from './cut-tag.ts'
import { estimateInParts, estimateTokens } from '../../base/anthropic/estimate-tokens.ts'
import type { RoutingConfig } from './routing-config.ts'
import { toMessage } from './to-message.ts'
import { spliceModel } from './splice-model.ts'

export interface RoutedRequest {
  /** The model that the client requests. */
  model: string | undefined
  /** The client's request, decoded. */
  json: Buffer
  decision: RouteDecision
  /** Estimated input tokens. */
  tokens: () => number
  /**
   * The bytes for a target that speaks Anthropic's format: the client's own buffer if nothing changes. If `isDecoded`,
   * the `content-encoding` header must be removed.
   */
  bytesFor: (attempt: RouteAttempt) => { bytes: Buffer; isDecoded: boolean }
  /** The request for a target that needs translation. @throws AppError `invalid_json` */
  messageFor: (attempt: RouteAttempt) => Record<string, unknown>
}

/** A scanned byte takes up to four times as long as one that is read from a socket. */
const SCANNED_BYTES = 4 * PART_BYTES

/** Runs work on a request's bytes without delaying other requests. */
export type InTurns = <T>(work: WorkInParts<T>) => Promise<T>

/** @param turns shared with uploads and responses */
export function createInTurns(turns: Pick<ReadTurns, 'take'>): InTurns {
  return (work) => runInTurns(work, () => turns.take(SCANNED_BYTES))
}

/**
 * Routes a Messages request. Without configured routing only the model is read.
 *
 * @param options.limit in bytes; also limits the decoded size of a compressed body
 * @param options.inTurns without it, a long request is read in one go
 * @throws AppError `invalid_json` and those of `inflateBody`
 */
export async function routeRequest(
  { rawHeaders }: { rawHeaders: RawHeaders },
  options: { body: Buffer; limit: number; config: RoutingConfig; inTurns?: InTurns },
): Promise<RoutedRequest> {
  const { body, limit, config, inTurns = atOnce } = options
  const coding = headerValue(rawHeaders, 'content-encoding')
  const json = coding === undefined ? body : await inflateBody(body, { coding, limit })
  const { model, decision, tokens, members } = await decide(json, { rawHeaders, config, inTurns })
  const { tag } = decision
  // Without other providers, foreign thinking is searched only after Anthropic refuses: see `sendAttempt`.
  const isSearched = !config.isPassive && decision.attempts.some(({ target }) => target.type === 'anthropic')
  const foreign = isSearched ? await inTurns(findForeignThinking(json)) : []
  return {
    model,
    json,
    decision,
    tokens,
    bytesFor(attempt) {
      const tags = tag === undefined ? [] : cutTag(json, { tag, members })
      const bytes = spliceModel(json, {
        model: attempt.model === model ? undefined : attempt.model,
        defaults: attempt.parameters,
        replace: [...tags, ...foreign],
        members,
      })
      return bytes === json ? { bytes: body, isDecoded: false } : { bytes, isDecoded: json !== body }
    },
    messageFor: (attempt) => toMessage(json, { attempt, tag }),
  }
}

const atOnce: InTurns = async (work) => runAtOnce(work)

async function decide(
  json: Buffer,
  { rawHeaders, config, inTurns }: { rawHeaders: RawHeaders; config: RoutingConfig; inTurns: InTurns },
): Promise<Pick<RoutedRequest, 'model' | 'decision' | 'tokens'> & { members?: Members }> {
  if (config.isPassive) {
    const model = await inTurns(readModel(json))
    // `provider,model` selects a provider even if no routing is configured.
    if (model?.includes(',') !== true) {
      return { model, decision: passthrough(config), tokens: () => estimateTokens(json) }
    }
  }
  const members = await inTurns(readMembers(json))
  // Only a long request takes so long that it must not be estimated in one go, when a rule asks.
  const isEstimated = json.length > SCANNED_BYTES && config.routes.has('longContext')
  const tokens = isEstimated ? await inTurns(estimateInParts(json, members)) : undefined
  const facts = createRouteFacts(json, rawHeaders, { members, tokens })
  return { model: facts.model, decision: chooseRoute(facts, config), tokens: facts.tokens, members }
}
