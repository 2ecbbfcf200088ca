import type { ModelCost } from '../../../shared/costs.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { sumModels } from '../data/sum-models.ts'

/** What each model took, the dearest first. */
export function ModelTable({ models }: { models: readonly ModelCost[] }) {
  return (
    <Panel title={t('By model')}>
      <DataTable label={t('Usage by model')} columns={columns()} rows={models} keyOf={({ model }) => model} />
    </Panel>
  )
}

function columns(): readonly DataColumn<ModelCost>[] {
  return [
    {
      key: 'model',
      title: t('Model'),
      cell: ({ model }) => <a href={`#/requests?model=${encodeURIComponent(model)}`}>{model}</a>,
    },
    { key: 'requests', title: t('Requests'), numeric: true, cell: ({ requests }) => formatCount(requests) },
    {
      key: 'input',
      title: t('Input'),
      numeric: true,
      cell: (model) => formatShort(sumModels([model]).input),
    },
    {
      key: 'cache',
      title: t('Cache'),
      numeric: true,
      cell: (model) => formatShort(sumModels([model]).cache),
    },
    { key: 'output', title: t('Output'), numeric: true, cell: (model) => formatShort(model.output_tokens) },
    {
      key: 'share',
      title: t('Cache share'),
      numeric: true,
      cell: (model) => {
        const { cacheShare } = sumModels([model])
        return cacheShare === undefined ? '–' : formatShare(cacheShare)
      },
    },
    {
      key: 'cost',
      title: t('Cost, estimate'),
      numeric: true,
      cell: ({ estimate }) => (estimate === null ? t('no price known') : formatEstimate(estimate)),
    },
  ]
}
