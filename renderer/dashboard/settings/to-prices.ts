import type { ModelPrice, PriceTable } from '../../../shared/prices.ts'
import { locale } from '../../language/t.ts'

export const PRICE_FIELDS = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const
export type PriceField = (typeof PRICE_FIELDS)[number]

/** A price as text, as entered in the form. */
export interface PriceDraft extends Record<PriceField | 'model', string> {
  /** Parts of the price without a field in the form. */
  more?: Pick<ModelPrice, 'from' | 'fast' | 'longPrompt'>
}

export function toPriceDraft(price: ModelPrice): PriceDraft {
  const { model: _, input, output, cacheWrite5m, cacheWrite1h, cacheRead, ...more } = price
  return {
    model: price.model,
    input: write(input),
    output: write(output),
    cacheWrite5m: write(cacheWrite5m),
    cacheWrite1h: write(cacheWrite1h),
    cacheRead: write(cacheRead),
    more,
  }
}

export const NO_PRICE: PriceDraft = {
  model: '',
  input: '',
  output: '',
  cacheWrite5m: '',
  cacheWrite1h: '',
  cacheRead: '',
}

/** True if a field of a price can be saved. */
export function isGood(field: PriceField | 'model', text: string): boolean {
  if (field === 'model') return text.trim() !== ''
  return /^\d{1,5}([.,]\d{1,6})?$/.test(text.trim())
}

/** @returns undefined if a field is invalid */
export function toPriceTable(
  rows: readonly PriceDraft[],
  about: Omit<PriceTable, 'prices'>,
): PriceTable | undefined {
  const isAllGood = rows.every(
    (row) => isGood('model', row.model) && PRICE_FIELDS.every((field) => isGood(field, row[field])),
  )
  if (!isAllGood || !/^\d{4}-\d{2}-\d{2}$/.test(about.date)) return undefined
  const prices = rows.map((row) => ({
    model: row.model.trim(),
    input: toNumber(row.input),
    output: toNumber(row.output),
    cacheWrite5m: toNumber(row.cacheWrite5m),
    cacheWrite1h: toNumber(row.cacheWrite1h),
    cacheRead: toNumber(row.cacheRead),
    ...row.more,
  }))
  return { ...about, prices }
}

/** Uses the decimal separator of the page's language, which `toNumber` reads back. */
function write(dollars: number): string {
  const [, mark = '.'] = new Intl.NumberFormat(locale()).format(0.5)
  return String(dollars).replace('.', mark)
}

/** Many languages write 0,5. */
function toNumber(text: string): number {
  return Number(text.trim().replace(',', '.'))
}
