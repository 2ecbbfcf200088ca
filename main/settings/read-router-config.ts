import { isRecord } from '../base/json/is-record.ts'
import { parse, type ParseError } from 'jsonc-parser'
import { type Coded, coded } from '../../shared/language/say.ts'
import type { ProviderConfig, Routes } from '../../shared/live-settings.ts'

/** The settings of claude-code-router in our format. */
export interface RouterConfig {
  providers: ProviderConfig[]
  routes: Routes
  longContextThreshold: number | undefined
  /** Parts that are unreadable or have no counterpart. */
  problems: Coded[]
}

const KINDS = ['default', 'background', 'think', 'longContext', 'webSearch']

/** Other names of known types. */
const NAMES: Readonly<Record<string, string>> = { google: 'gemini', grok: 'xai' }

/** Endpoint paths that claude-code-router expects in an address, and that we append ourselves. */
const ENDPOINT = /\/(?:v\d\w*\/)?(?:chat\/completions|messages|models|responses)\/?$/

/**
 * Reads the settings of claude-code-router (`~/.claude-code-router/config.json`, version 1 and 2).
 *
 * @param text content of the file
 * @param env for keys written as `$NAME`
 * @returns undefined when the text is not a JSON object
 */
export function readRouterConfig(text: string, env: NodeJS.ProcessEnv): RouterConfig | undefined {
  const errors: ParseError[] = []
  const config: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true })
  if (errors.length > 0 || !isRecord(config)) return undefined
  const problems: Coded[] = []
  const listed: unknown[] = Array.isArray(config['Providers']) ? config['Providers'] : []
  const providers = listed.flatMap((entry, index) => {
    const provider = toProvider(entry, { env, problems })
    if (provider === undefined) problems.push(coded('import.incomplete_provider', { index }))
    return provider ?? []
  })
  const router = isRecord(config['Router']) ? config['Router'] : {}
  const routes = KINDS.flatMap((kind) => {
    const route = toRoute(router[kind])
    if (route === undefined && Boolean(router[kind]))
      problems.push(coded('import.bad_route', { route: kind }))
    return route === undefined ? [] : [[kind, route] satisfies [string, Routes[string]]]
  })
  if (config['CUSTOM_ROUTER_PATH'] !== undefined) problems.push(coded('import.custom_router'))
  const threshold = router['longContextThreshold']
  return {
    providers,
    routes: Object.fromEntries(routes),
    longContextThreshold:
      Number.isInteger(threshold) && Number(threshold) > 0 ? Number(threshold) : undefined,
    problems,
  }
}

function toProvider(
  entry: unknown,
  { env, problems }: { env: NodeJS.ProcessEnv; problems: Coded[] },
): ProviderConfig | undefined {
  if (!isRecord(entry)) return undefined
  const { name: written, api_base_url: address, api_key: key, models, transformer } = entry
  if (typeof written !== 'string' || typeof address !== 'string') return undefined
  const name = nameOf(written)
  const apiKey = typeof key === 'string' ? fill(key, env) : undefined
  if (typeof key === 'string' && apiKey === undefined)
    problems.push(coded('import.key_unset', { provider: name }))
  if (transformer !== undefined) problems.push(coded('import.transformers', { provider: name }))
  return {
    name,
    apiBaseUrl: address.replace(ENDPOINT, (endpoint) => /^\/v\d\w*/.exec(endpoint)?.[0] ?? ''),
    ...(apiKey !== undefined && { apiKey }),
    ...(Array.isArray(models) && {
      models: models.filter((model) => typeof model === 'string' && model !== ''),
    }),
    enabled: true,
  }
}

function toRoute(target: unknown): Routes[string] | undefined {
  if (typeof target !== 'string') return undefined
  const comma = target.indexOf(',')
  const model = target.slice(comma + 1).trim()
  return comma <= 0 || model === '' ? undefined : { provider: nameOf(target.slice(0, comma)), model }
}

/** `My Provider` → `my-provider`. Our names are lower case, because they are part of URLs. */
function nameOf(written: string): string {
  const name = written
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 64)
  return NAMES[name] ?? name
}

/** Expands `$NAME` and `${NAME}` from the environment. */
function fill(key: string, env: NodeJS.ProcessEnv): string | undefined {
  const variable = /^\$\{?(\w+)\}?$/.exec(key)?.[1]
  return (variable === undefined ? key.trim() : env[variable]?.trim()) || undefined
}
