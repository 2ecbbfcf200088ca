import type { CostsResponse } from '../../../shared/costs.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { toCsv } from './to-csv.ts'
import { toDayText } from './to-range.ts'

/** Exports the selected range as CSV. */
export function CsvButton({ costs }: { costs: CostsResponse | undefined }) {
  const save = () => {
    if (!costs) return
    const [from, to] = [toDayText(Date.parse(costs.start)), toDayText(Date.parse(costs.end))]
    saveFile(`signalbox-usage-${from}-to-${to}.csv`, toCsv(costs), 'text/csv')
  }
  return (
    <Button disabled={!costs} title={t('Save this range as CSV')} onClick={save}>
      <Icon name="download" />
      CSV
    </Button>
  )
}
