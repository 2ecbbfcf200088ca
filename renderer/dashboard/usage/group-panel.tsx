import type { UsageBy, UsageByGroup, UsageGroup } from '../../../shared/usage-by.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { MAX_GROUPS, type TimeRange, useUsageBy } from '../data/use-usage.ts'
import { cacheShareOf, nameOf, requestsOf, uncachedInputOf } from './group-names.ts'
import styles from './group-panel.module.css'

/** Groupings of the page, with their name in the address. */
const GROUPINGS = [
  { name: 'project', label: () => t('Project') },
  { name: 'session', label: () => t('Session') },
  { name: 'model', label: () => t('Model') },
  { name: 'kind', label: () => t('Agent') },
  { name: 'provider', label: () => t('Provider') },
  { name: 'day', label: () => t('Day') },
] as const satisfies readonly { name: UsageGroup; label: () => string }[]
type GroupingName = (typeof GROUPINGS)[number]['name']

/** The most expensive groups are shown first, and the others on demand. */
const SHORT_LIST = 12

interface GroupPanelProps {
  range: TimeRange
  org: string | undefined
  values: Readonly<Record<string, string | undefined>>
  onChange: (change: Readonly<Record<string, string | undefined>>) => void
}

/** Cost and tokens by project, session, model, agent, provider or day. Each group leads to its requests. */
export function GroupPanel({ range, org, values, onChange }: GroupPanelProps) {
  const by = GROUPINGS.find(({ name }) => name === values['by'])?.name ?? 'project'
  const usage = useUsageBy(by, range, org)
  return (
    <Panel
      title={t('Where it went')}
      note={
        <Segmented
          label={t('Group by')}
          options={GROUPINGS.map(({ name, label }) => ({ name, label: label() }))}
          selected={by}
          onSelect={(name) => onChange({ by: name, all: undefined })}
        />
      }
    >
      {usage.data === undefined ? (
        <ReadFailure title={t('Couldn’t load the groups.')} queries={[usage]} />
      ) : (
        <Groups
          usage={usage.data}
          by={by}
          range={range}
          isLong={values['all'] === '1'}
          onShowAll={() => onChange({ all: '1' })}
        />
      )}
    </Panel>
  )
}

interface GroupsProps {
  usage: UsageBy
  by: GroupingName
  range: TimeRange
  isLong: boolean
  onShowAll: () => void
}

function Groups({ usage, by, range, isLong, onShowAll }: GroupsProps) {
  // The last answer stays until one for another grouping arrives.
  const known = usage.groups.filter(({ key }) => key[by] !== undefined)
  const rows = isLong ? known : known.slice(0, SHORT_LIST)
  const total = known.length + (usage.omitted ?? 0)
  const rest = total - rows.length
  return (
    <>
      <DataTable
        label={t('Usage by group')}
        columns={columns(by, range)}
        rows={rows}
        keyOf={({ key }) => key[by] ?? ''}
      />
      {rest > 0 && (
        <p className={styles.rest}>
          {isLong ? (
            t('Only the {{limit}} most expensive are shown.', { limit: MAX_GROUPS })
          ) : (
            <Button onClick={onShowAll}>{t('Show all {{total}}', { total })}</Button>
          )}
        </p>
      )}
      {usage.unpriced.map(({ model, requests }) => (
        <p key={model} className={styles.rest}>
          {t('Not included: {{count}} requests of {{model}}, which has no known price.', {
            count: requests,
            model,
          })}
        </p>
      ))}
    </>
  )
}

function columns(by: GroupingName, range: TimeRange): readonly DataColumn<UsageByGroup>[] {
  return [
    {
      key: 'name',
      title: GROUPINGS.find(({ name }) => name === by)?.label() ?? '',
      cell: ({ key }) => <GroupName by={by} name={key[by] ?? null} range={range} />,
    },
    {
      key: 'cost',
      title: t('Estimated cost'),
      numeric: true,
      cell: ({ cost }) => (cost === null ? t('price unknown') : formatEstimate(cost)),
    },
    { key: 'requests', title: t('Requests'), numeric: true, cell: ({ requests }) => formatCount(requests) },
    { key: 'input', title: t('Input'), numeric: true, cell: (sums) => formatShort(uncachedInputOf(sums)) },
    { key: 'output', title: t('Output'), numeric: true, cell: (sums) => formatShort(sums.output_tokens) },
    {
      key: 'cache',
      title: t('Cache share'),
      numeric: true,
      cell: (sums) => {
        const share = cacheShareOf(sums)
        return share === undefined ? '–' : formatShare(share)
      },
    },
  ]
}

function GroupName({ by, name, range }: { by: GroupingName; name: string | null; range: TimeRange }) {
  if (name === null) return t('Unknown')
  return (
    <a href={requestsOf(by, name, range)} title={name}>
      {nameOf(by, name)}
    </a>
  )
}
