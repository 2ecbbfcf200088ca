import type { ModelCost } from '../../../shared/costs.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { sumModels, type UsageSum } from '../data/sum-models.ts'
import styles from './model-table.module.css'

/** Usage by model, most expensive first. Models that only failed have no usage and are summarized in one line. */
export function ModelTable({ models }: { models: readonly ModelCost[] }) {
  const used = models.filter((model) => sumOf(model).tokens > 0)
  const unused = models.filter((model) => !used.includes(model))
  return (
    <Panel title={t('By model')}>
      {used.length > 0 && (
        <DataTable label={t('Usage by model')} columns={columns()} rows={used} keyOf={({ model }) => model} />
      )}
      {unused.length > 0 && <UnusedModels models={unused} />}
    </Panel>
  )
}

function UnusedModels({ models }: { models: readonly ModelCost[] }) {
  return (
    <details className={styles.unused}>
      <summary>{t('{{count}} models without usage', { count: models.length })}</summary>
      <ul className={styles.list}>
        {models.map(({ model, requests }) => (
          <li key={model}>
            <ModelLink model={model} />{' '}
            <span className={styles.count}>{t('{{count}} requests', { count: requests })}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ModelLink({ model }: { model: string }) {
  return (
    <a href={`#/activity?q=${encodeURIComponent(model)}`} title={model}>
      {model}
    </a>
  )
}

function sumOf(model: ModelCost): UsageSum {
  return sumModels({ requests: model.requests, models: [model] })
}

function columns(): readonly DataColumn<ModelCost>[] {
  return [
    {
      key: 'model',
      title: t('Model'),
      cell: ({ model }) => <ModelLink model={model} />,
    },
    { key: 'requests', title: t('Requests'), numeric: true, cell: ({ requests }) => formatCount(requests) },
    {
      key: 'input',
      title: t('Input'),
      numeric: true,
      cell: (model) => formatShort(sumOf(model).input),
    },
    {
      key: 'cache',
      title: t('Cache'),
      numeric: true,
      cell: (model) => formatShort(sumOf(model).cache),
    },
    { key: 'output', title: t('Output'), numeric: true, cell: (model) => formatShort(model.output_tokens) },
    {
      key: 'share',
      title: t('Cache share'),
      numeric: true,
      cell: (model) => {
        const { cacheShare } = sumOf(model)
        return cacheShare === undefined ? '–' : formatShare(cacheShare)
      },
    },
    {
      key: 'cost',
      title: t('Estimated cost'),
      numeric: true,
      cell: ({ estimate }) => (estimate === null ? t('price unknown') : formatEstimate(estimate)),
    },
  ]
}
