import { withoutForeignThinking } from '../../providers/without-foreign-thinking.ts'
import { chooseRoute, passthrough, type RouteAttempt, type RouteDecision } from './choose-route.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { inflateBody } from '../inflate-body.ts'
import { readModel } from './read-model.ts'
import { createRouteFacts, readMembers } from './route-facts.ts'
import type { Members } from '../../base/json/scan-top-level.ts'
import { cutTag } from './cut-tag.ts'
import { estimateTokens } from '../../base/anthropic/estimate-tokens.ts'
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

/**
 * Routes a Messages request. Without configured routing only the model is read.
 *
 * @param options.limit in bytes; also limits the decoded size of a compressed body
 * @throws AppError `invalid_json` and those of `inflateBody`
 */
export async function routeRequest(
  { rawHeaders }: { rawHeaders: RawHeaders },
  { body, limit, config }: { body: Buffer; limit: number; config: RoutingConfig },
): Promise<RoutedRequest> {
  const coding = headerValue(rawHeaders, 'content-encoding')
  const json = coding === undefined ? body : await inflateBody(body, { coding, limit })
  const { model, decision, tokens, members } = decide(json, { rawHeaders, config })
  const { tag } = decision
  return {
    model,
    json,
    decision,
    tokens,
    bytesFor(attempt) {
      const spliced = spliceModel(json, {
        model: attempt.model === model ? undefined : attempt.model,
        defaults: attempt.parameters,
        replace: tag === undefined ? [] : cutTag(json, tag),
        members,
      })
      // Without other providers, foreign thinking is searched only after Anthropic refuses: see `sendAttempt`.
      const bytes = config.isPassive ? spliced : withoutForeignThinking(spliced)
      return bytes === json ? { bytes: body, isDecoded: false } : { bytes, isDecoded: json !== body }
    },
    messageFor: (attempt) => toMessage(json, { attempt, tag }),
  }
}

function decide(
  json: Buffer,
  { rawHeaders, config }: { rawHeaders: RawHeaders; config: RoutingConfig },
): Pick<RoutedRequest, 'model' | 'decision' | 'tokens'> & { members?: Members } {
  if (config.isPassive) {
    const model = readModel(json)
    // `provider,model` selects a provider even if no routing is configured.
    if (model?.includes(',') !== true) {
      return { model, decision: passthrough(config), tokens: () => estimateTokens(json) }
    }
  }
  const members = readMembers(json)
  const facts = createRouteFacts(json, rawHeaders, members)
  return { model: facts.model, decision: chooseRoute(facts, config), tokens: facts.tokens, members }
}
