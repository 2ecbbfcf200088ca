import { Type } from 'typebox'
import { checkHeaderRule } from '../../../shared/check-header-rule.ts'
import {
  AdvertisedModel,
  DEFAULT_LIVE_SETTINGS,
  HeaderRule,
  type LiveSettings,
  ProviderConfig,
  RouteConfig,
  Routing,
  StorageSettings,
} from '../../../shared/live-settings.ts'
import { coded } from '../../../shared/language/say.ts'
import { checkProvider } from './check-provider.ts'
import { checkRoute } from './check-route.ts'
import { fieldsSection } from './fields-section.ts'
import { listSection } from './list-section.ts'
import { mergeEntry } from './merge-entry.ts'
import { type EntryKind, type EntryResult, inEntry, readEntry } from './read-entry.ts'
import { recordSection } from './record-section.ts'
import { valueSection } from './value-section.ts'

const RULE: EntryKind<HeaderRule> = {
  schema: HeaderRule,
  defaults: { enabled: true },
  problems: (rule) => checkHeaderRule(rule).map(({ field, ...problem }) => inEntry(problem, field)),
}

const PROVIDER: EntryKind<ProviderConfig> = {
  schema: ProviderConfig,
  aliases: { api_base_url: 'apiBaseUrl', api_key: 'apiKey', max_tokens: 'maxTokens' },
  defaults: { enabled: true },
  problems: checkProvider,
}

const ROUTE: EntryKind<RouteConfig> = { schema: RouteConfig, problems: checkRoute }

const MODEL: EntryKind<AdvertisedModel> = {
  schema: AdvertisedModel,
  aliases: { display_name: 'displayName' },
}

const DEFAULTS = DEFAULT_LIVE_SETTINGS

/** The names of the live settings, which `read-config-file.ts` skips. */
export const LIVE_NAMES: readonly string[] = Object.keys(DEFAULTS)

/** The schema of the live part of `config.json`. */
export const LIVE_SCHEMA = fieldsSection<LiveSettings>({
  requestHeaderRules: listSection(RULE, { most: 200 }),
  responseHeaderRules: listSection(RULE, { most: 200 }),
  providers: listSection(PROVIDER, { most: 100, identity: ({ name }) => name }),
  routes: recordSection({
    read: (raw) => readEntry(ROUTE, raw),
    merge: (raw, next) => mergeEntry(ROUTE, raw, next),
  }),
  subagents: fieldsSection({
    enable: valueSection(Type.Boolean(), DEFAULTS.subagents.enable),
    mappings: recordSection<string>({ read: readTarget, merge: (_raw, next) => next }),
  }),
  routing: fieldsSection({
    longContextThreshold: valueSection(
      Routing.properties.longContextThreshold,
      DEFAULTS.routing.longContextThreshold,
    ),
  }),
  models: fieldsSection({
    advertise: listSection(MODEL, { most: 1_000, identity: ({ id }) => id }),
  }),
  storage: fieldsSection({
    capture: valueSection(StorageSettings.properties.capture, DEFAULTS.storage.capture),
    maxDays: valueSection(StorageSettings.properties.maxDays, DEFAULTS.storage.maxDays),
    maxMegabytes: valueSection(StorageSettings.properties.maxMegabytes, DEFAULTS.storage.maxMegabytes),
  }),
})

function readTarget(raw: unknown): EntryResult<string> {
  if (typeof raw === 'string' && raw.trim() !== '' && raw.length <= 512) return { value: raw, problems: [] }
  return { value: undefined, problems: [inEntry(coded('invalid.mapping'))] }
}
