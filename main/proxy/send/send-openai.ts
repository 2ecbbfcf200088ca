import type { IncomingMessage } from 'node:http'
import { joinBaseUrl } from '../../providers/join-base-url.ts'
import { findProviderKey } from '../../providers/resolve-provider.ts'
import { PROVIDER_TYPES } from '../../providers/provider-types.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { HeaderRules } from '../header-rules.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import type { RoutedProvider } from '../route/routing-config.ts'
import { send, type Sender } from './send.ts'
import { buildRequest, type NativeDeps } from './send-native.ts'

export interface OpenAiRequest {
  req: IncomingMessage
  /** `null` if the client sent none. */
  body: Buffer | null
  rules: HeaderRules
  watch: (sender: Sender, origin: string) => Sender
}

/**
 * Sends a request of an OpenAI client to a provider of that format: the client's bytes, nothing translated.
 *
 * With a key in the settings or the environment, that key is sent. Without one, the client's own credential passes, so
 * that Codex keeps its sign-in; a credential for Anthropic never does.
 *
 * @throws AppError `no_provider` for a provider without a usable address
 */
export function sendOpenAi(target: RoutedProvider, request: OpenAiRequest, deps: NativeDeps): Sender {
  const { req, body, rules, watch } = request
  const base = baseOf(target, deps)
  const path = (req.url ?? '/').replace(/^\/v1/, '')
  const plan = headerPlan(req.rawHeaders, target, deps)
  const upstream = buildRequest({ base, target: path, plan }, { req, body, isDecoded: false, rules }, deps)
  const once: Sender = (receiver) =>
    send(deps.client, upstream, { receiver, headerTimeoutMs: deps.headerTimeoutMs })
  return watch(once, upstream.origin)
}

/** Codex with a ChatGPT sign-in asks here, without a version (https://github.com/openai/codex). */
const WITHOUT_VERSION = /\/backend-api\/codex\/?$/

function baseOf({ config, type }: RoutedProvider, { env }: NativeDeps): URL {
  const { baseUrl, version, envPrefix } = PROVIDER_TYPES[type]
  const address = config.apiBaseUrl ?? env[`${envPrefix}_BASE_URL`] ?? baseUrl ?? ''
  const joined = WITHOUT_VERSION.test(address) ? address : joinBaseUrl(address, version)
  const base = joined === undefined ? null : URL.parse(joined)
  if (base !== null) return base
  throw new AppError('no_provider', { issues: [coded('provider.no_address', { provider: config.name })] })
}

function headerPlan(
  raw: RawHeaders,
  { config }: RoutedProvider,
  deps: NativeDeps,
): { drop: string[]; defaults: Record<string, string> } {
  const own = [...deps.keyHeaders(raw), 'x-api-key']
  const key = findProviderKey(config, deps.env)
  if (key !== undefined)
    return { drop: [...own, 'authorization'], defaults: { authorization: `Bearer ${key}` } }
  const isAnthropics = ANTHROPIC_KEY.test(headerValue(raw, 'authorization') ?? '')
  return { drop: isAnthropics ? [...own, 'authorization'] : own, defaults: {} }
}

/** Keys and OAuth tokens of Anthropic. */
const ANTHROPIC_KEY = /^bearer\s{1,10}sk-ant-/i
