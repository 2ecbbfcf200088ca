import { t } from '../../language/t.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import styles from './price-rows.module.css'
import { isGood, PRICE_FIELDS, type PriceDraft, type PriceField } from './to-prices.ts'

interface PriceRowsProps {
  rows: readonly PriceDraft[]
  onChange: (rows: readonly PriceDraft[]) => void
  onDelete: (index: number, row: PriceDraft) => void
}

const TITLES: Record<PriceField, () => string> = {
  input: () => t('Input'),
  output: () => t('Output'),
  cacheWrite5m: () => t('Cache write, 5 min'),
  cacheWrite1h: () => t('Cache write, 1 h'),
  cacheRead: () => t('Cache read'),
}

/** Table with one row per model and one field per price. */
export function PriceRows({ rows, onChange, onDelete }: PriceRowsProps) {
  const set = (index: number, field: PriceField | 'model', text: string) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [field]: text } : row)))
  return (
    <Scroller className={styles.scroller} label={t('Prices by model')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('Model')}</th>
            {PRICE_FIELDS.map((field) => (
              <th key={field} scope="col">
                {TITLES[field]()}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('Delete')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // The model's name changes while it is typed, so it cannot be the key.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {(['model', ...PRICE_FIELDS] as const).map((field) => (
                <td key={field}>
                  <input
                    className={styles.input}
                    data-field={field}
                    aria-label={
                      field === 'model'
                        ? t('Model {{place}}', { place: index + 1 })
                        : t('{{price}}: {{model}}', { price: TITLES[field](), model: row.model })
                    }
                    aria-invalid={!isGood(field, row[field])}
                    inputMode={field === 'model' ? 'text' : 'decimal'}
                    spellCheck={false}
                    value={row[field]}
                    onChange={(event) => set(index, field, event.target.value)}
                  />
                </td>
              ))}
              <td>
                <IconButton
                  icon="close"
                  title={
                    row.model
                      ? t('Delete the price of {{model}}', { model: row.model })
                      : t('Delete this row')
                  }
                  onClick={() => onDelete(index, row)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
