import type { ProviderDeps } from '../../providers/call-provider.ts'
import type { ProviderError } from '../../providers/errors.ts'
import { type Environment, resolveProvider } from '../../providers/resolve-provider.ts'
import type { AttemptLog } from '../recorder/attempt-log.ts'
import type { RouteAttempt } from '../route/choose-route.ts'
import type { HeaderRules } from '../header-rules.ts'
import type { ProviderFetch } from './provider-fetch.ts'
import type { Sender } from './send.ts'
import { sendToProvider } from './send-to-provider.ts'

export interface TranslatedDeps extends ProviderDeps {
  fetch: ProviderFetch
  /** Keys and addresses of providers that have none in the settings. */
  env: Environment
}

export interface TranslatedRequest {
  id: string
  attempt: RouteAttempt
  /** The model that the client requests. */
  model: string | undefined
  /** The client's request, parsed. @throws AppError */
  message: () => Record<string, unknown>
  /** Estimated input tokens. */
  tokens: () => number
  rules: HeaderRules
  attempts: Pick<AttemptLog, 'watch'>
  /** See `ProviderDeps`. */
  onError: (error: ProviderError) => void
  onOmissions: NonNullable<ProviderDeps['onOmissions']>
}

/** An attempt at a provider of another format, with the user's header rules. */
export function sendTranslated(request: TranslatedRequest, deps: TranslatedDeps): Sender {
  const { id, attempt, model = '', message, tokens, rules, attempts, onError, onOmissions } = request
  const asked = attempt.model ?? model
  const fetch: ProviderFetch = (input, init = {}) => {
    const headers = rules.apply([...new Headers(init.headers)].flat())
    return deps.fetch(input, {
      ...init,
      headers: toPairs(headers),
      watch: (sender, origin) => attempts.watch(sender, { provider: attempt.provider, model: asked, origin }),
    })
  }
  return sendToProvider(
    () => ({
      body: message(),
      inputTokens: tokens(),
      provider: resolveProvider(attempt.target.config, deps.env),
      model: asked,
      reportedModel: model,
    }),
    { ...deps, fetch, requestId: id, onError, onOmissions },
  )
}

function toPairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? '']] : []))
}
