import { RecordValue, type Static, type TObject, type TSchema } from 'typebox'
import { Check, Default, Pointer } from 'typebox/value'
import { Budget } from '../../../shared/budgets.ts'
import { checkHeaderRule } from '../../../shared/check-header-rule.ts'
import { findIssues } from '../../../shared/find-issues.ts'
import { coded } from '../../../shared/language/say.ts'
import {
  AdvertisedModel,
  HeaderRule,
  ProviderConfig,
  RouteConfig,
  Subagents,
} from '../../../shared/live-settings.ts'
import { checkProvider } from './check-provider.ts'
import { checkRoute } from './check-route.ts'
import { type EntryProblem, inEntry } from './entry-problem.ts'

/** An entry of a list or record, which is valid or ignored as a whole. */
export interface EntryKind {
  /** The maximum number of usable entries. */
  most: number
  /** Its fields in the order in which they are written; none for plain text. */
  fields: readonly string[]
  /** Values of omitted fields. */
  defaults?: unknown
  /** The field that must be unique among the entries of a list; without it duplicates are allowed. */
  identity?: string
  /** Other accepted field names, for example those of CCProxy. */
  aliases?: Readonly<Record<string, string>>
  /** All problems; empty for a valid entry. */
  problems: (entry: unknown) => EntryProblem[]
}

/** @throws Error for a schema that is no entry of the live settings */
export function kindOf(schema: TSchema): EntryKind {
  const kind = KINDS.get(schema)
  if (kind === undefined) throw new Error('The schema of an entry has no row in KINDS.')
  return kind
}

const KINDS = new Map<TSchema, EntryKind>([
  objects(HeaderRule, {
    most: 200,
    check: (rule) => checkHeaderRule(rule).map(({ field, ...problem }) => inEntry(problem, field)),
  }),
  objects(ProviderConfig, {
    most: 100,
    identity: 'name',
    aliases: { api_base_url: 'apiBaseUrl', api_key: 'apiKey', max_tokens: 'maxTokens' },
    check: checkProvider,
  }),
  objects(RouteConfig, { most: 500, check: checkRoute }),
  objects(Budget, { most: 20 }),
  objects(AdvertisedModel, { most: 1_000, identity: 'id', aliases: { display_name: 'displayName' } }),
  [
    RecordValue(Subagents.properties.mappings),
    { most: 500, fields: [], problems: (raw) => (isTarget(raw) ? [] : [inEntry(coded('invalid.mapping'))]) },
  ],
])

function objects<S extends TObject>(
  schema: S,
  {
    check = () => [],
    ...kind
  }: Pick<EntryKind, 'most' | 'identity' | 'aliases'> & { check?: (entry: Static<S>) => EntryProblem[] },
): [TSchema, EntryKind] {
  return [
    schema,
    {
      ...kind,
      fields: Object.keys(schema.properties),
      defaults: Default(schema, {}),
      problems: (entry) =>
        Check(schema, entry)
          ? check(entry)
          : findIssues(schema, entry).map(({ path = '', ...problem }) =>
              inEntry(problem, ...Pointer.Indices(path)),
            ),
    },
  ]
}

function isTarget(raw: unknown): boolean {
  return typeof raw === 'string' && raw.trim() !== '' && raw.length <= 512
}
