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
  /** What the client asks for. */
  model: string | undefined
  /** The client's request, decoded. */
  json: Buffer
  decision: RouteDecision
  /** Estimated input tokens. */
  tokens: () => number
  /**
   * The bytes for a target that speaks Anthropic's format: the client's own buffer where nothing changes. Bytes that
   * are decoded have lost their `content-encoding`, and the header must go, too.
   */
  bytesFor: (attempt: RouteAttempt) => { bytes: Buffer; isDecoded: boolean }
  /** The request for a target that needs translation. @throws AppError `invalid_json` */
  messageFor: (attempt: RouteAttempt) => Record<string, unknown>
}

/**
 * Decides where a Messages request goes. Where nobody has configured anything, no more is read than the model.
 *
 * @param options.limit in bytes, for a compressed body also of what it inflates to
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
      // Without other providers the search is left until Anthropic refuses: see `sendAttempt`.
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
    // `provider,model` asks for more even where nothing is configured.
    if (model?.includes(',') !== true) {
      return { model, decision: passthrough(config), tokens: () => estimateTokens(json) }
    }
  }
  const members = readMembers(json)
  const facts = createRouteFacts(json, rawHeaders, members)
  return { model: facts.model, decision: chooseRoute(facts, config), tokens: facts.tokens, members }
}
