import type { ModelCost } from '../../../shared/costs.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { sumModels } from '../data/sum-models.ts'

const COLUMNS: readonly DataColumn<ModelCost>[] = [
  {
    key: 'model',
    title: 'Model',
    cell: ({ model }) => <a href={`#/requests?model=${encodeURIComponent(model)}`}>{model}</a>,
  },
  { key: 'requests', title: 'Requests', numeric: true, cell: ({ requests }) => formatCount(requests) },
  { key: 'input', title: 'Input', numeric: true, cell: (model) => formatShort(sumModels([model]).input) },
  { key: 'cache', title: 'Cache', numeric: true, cell: (model) => formatShort(sumModels([model]).cache) },
  { key: 'output', title: 'Output', numeric: true, cell: (model) => formatShort(model.output_tokens) },
  {
    key: 'share',
    title: 'Cache share',
    numeric: true,
    cell: (model) => {
      const { cacheShare } = sumModels([model])
      return cacheShare === undefined ? '–' : formatShare(cacheShare)
    },
  },
  {
    key: 'cost',
    title: 'Cost, estimate',
    numeric: true,
    cell: ({ estimate }) => (estimate === null ? 'no price known' : formatEstimate(estimate)),
  },
]

/** What each model took, the dearest first. */
export function ModelTable({ models }: { models: readonly ModelCost[] }) {
  return (
    <Panel title="By model">
      <DataTable label="Usage by model" columns={COLUMNS} rows={models} keyOf={({ model }) => model} />
    </Panel>
  )
}
