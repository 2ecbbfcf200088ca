import { useState } from 'react'
import type { PriceTable } from '../../../shared/prices.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { sayError } from '../data/say-error.ts'
import { FieldPair, Form } from '../form/form.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextField } from '../form/text-field.tsx'
import { UndoBar } from '../form/undo-bar.tsx'
import { useUndo } from '../form/use-undo.ts'
import { PriceRows } from './price-rows.tsx'
import { NO_PRICE, type PriceDraft, toPriceDraft, toPriceTable } from './to-prices.ts'
import { useSavePrices } from './use-settings.ts'

/** Prices per million tokens by model, with their date; used for cost estimates. */
export function PricesPanel({ table }: { table: PriceTable }) {
  const save = useSavePrices()
  const [rows, setRows] = useState<readonly PriceDraft[]>(table.prices.map(toPriceDraft))
  const { prices: _, ...head } = table
  const [about, setAbout] = useState(head)
  const deletion = useUndo<{ index: number; row: PriceDraft }>({
    remove: ({ index }, done) => {
      setRows(rows.toSpliced(index, 1))
      done()
    },
    restore: ({ index, row }, done) => {
      setRows(rows.toSpliced(index, 0, row))
      done()
    },
  })
  const next = toPriceTable(rows, about)
  const isChanged = next === undefined || JSON.stringify(next) !== JSON.stringify(table)
  return (
    <Panel title={t('Prices')} note={t('US dollars per million tokens')}>
      <Form
        label={t('Prices')}
        onSubmit={() => next && save.mutate(next)}
        actions={
          <>
            <Button onClick={() => setRows([...rows, NO_PRICE])}>{t('Add model')}</Button>
            <Button
              kind={isChanged && next ? 'primary' : 'plain'}
              type="submit"
              disabled={!isChanged || !next || save.isPending}
            >
              {t('Save')}
            </Button>
          </>
        }
      >
        <FieldPair>
          <TextField
            label={t('Prices as of')}
            type="date"
            value={about.date}
            onChange={(date) => setAbout({ ...about, date })}
          />
          <TextField
            label={t('Source')}
            code
            value={about.source}
            onChange={(source) => setAbout({ ...about, source })}
          />
        </FieldPair>
        <PriceRows
          rows={rows}
          onChange={setRows}
          onDelete={(index, row) => deletion.remove({ index, row })}
        />
        <UndoBar
          done={
            deletion.removed &&
            t('Deleted: {{what}}. Not saved yet.', { what: deletion.removed.row.model || t('a row') })
          }
          onUndo={deletion.undo}
        />
        <Sentences label={t('Not saved')} tone="error" sentences={sayError(save.error)} />
      </Form>
    </Panel>
  )
}
