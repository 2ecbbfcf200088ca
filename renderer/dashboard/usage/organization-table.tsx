import { useQueries } from '@tanstack/react-query'
import { CostsResponse } from '../../../shared/costs.ts'
import { toQuery } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { sumModels } from '../data/sum-models.ts'
import { type TimeRange, useOrganizations } from '../data/use-usage.ts'
import { useDeps } from '../deps.ts'

interface OrganizationRow {
  id: string
  /** Undefined while loading. */
  costs: CostsResponse | undefined
}

/** Usage by organization. Hidden if there is only one. */
export function OrganizationTable({ range }: { range: TimeRange }) {
  const { api } = useDeps()
  const organizations = useOrganizations().data?.organizations ?? []
  const responses = useQueries({
    queries: organizations.map((org) => ({
      queryKey: ['costs', range.start, range.end, org],
      staleTime: 30_000,
      enabled: organizations.length > 1,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get(`/api/costs${toQuery({ ...range, org })}`, CostsResponse, signal),
    })),
  })
  if (organizations.length < 2) return null
  const rows = organizations.map((id, index) => ({ id, costs: responses[index]?.data }))
  return (
    <Panel title={t('By organization')}>
      <DataTable label={t('Usage by organization')} columns={columns()} rows={rows} keyOf={({ id }) => id} />
    </Panel>
  )
}

function columns(): readonly DataColumn<OrganizationRow>[] {
  return [
    {
      key: 'id',
      title: t('Organization'),
      cell: ({ id }) => (
        <a href={`#/usage?org=${encodeURIComponent(id)}`} title={id}>
          {id}
        </a>
      ),
    },
    {
      key: 'requests',
      title: t('Requests'),
      numeric: true,
      cell: ({ costs }) => (costs ? formatCount(costs.requests) : '…'),
    },
    {
      key: 'tokens',
      title: t('Tokens'),
      numeric: true,
      cell: ({ costs }) => (costs ? formatShort(sumModels(costs).tokens) : '…'),
    },
    {
      key: 'cost',
      title: t('Estimated cost'),
      numeric: true,
      cell: ({ costs }) => (costs ? formatEstimate(costs.estimate) : '…'),
    },
  ]
}
