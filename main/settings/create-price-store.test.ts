import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConfigError } from '../../shared/config-error.ts'
import { DEFAULT_PRICES } from '../../shared/prices.ts'
import { createPriceStore } from './create-price-store.ts'

const TABLE = { ...DEFAULT_PRICES, date: '2027-01-01', prices: DEFAULT_PRICES.prices.slice(0, 1) }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-prices-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('uses the prices of this version until the user changes them, then the user’s after every start', async () => {
  const path = join(folder, 'prices.json')
  const store = createPriceStore(path)
  expect(store.read()).toEqual(DEFAULT_PRICES)
  expect(await store.save(TABLE)).toEqual(TABLE)
  expect(store.read()).toEqual(TABLE)
  expect(createPriceStore(path).read()).toEqual(TABLE)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it.each(['', '{', '[]', '{"date":"today","source":"","prices":[]}', '{"prices":[{"model":"m","input":-1}]}'])(
  'goes on with its own prices where the file holds %s',
  (text) => {
    writeFileSync(join(folder, 'prices.json'), text)
    expect(createPriceStore(join(folder, 'prices.json')).read()).toEqual(DEFAULT_PRICES)
  },
)

it('are kept where the file is a link to a device, which stays one', async () => {
  const path = join(folder, 'prices.json')
  symlinkSync('/dev/null', path)
  const store = createPriceStore(path)
  await expect(store.save(TABLE)).rejects.toThrow(ConfigError)
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  expect(store.read()).toEqual(DEFAULT_PRICES)
})

it('keeps the prices that it had when new ones cannot be written', async () => {
  const store = createPriceStore(join(folder, 'missing', 'prices.json'))
  await expect(store.save(TABLE)).rejects.toThrow(ConfigError)
  expect(store.read()).toEqual(DEFAULT_PRICES)
})

it('loses no price that two programs change at once, and shows the other one its change', async () => {
  const path = join(folder, 'prices.json')
  const [a, b] = [createPriceStore(path), createPriceStore(path)]
  const [first, second, third] = DEFAULT_PRICES.prices.map((price) => ({ ...price, input: 77 }))
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few prices')
  const change = (store: typeof a, price: typeof first) =>
    store.save({
      ...store.read(),
      prices: store.read().prices.map((old) => (old.model === price.model ? price : old)),
    })
  await Promise.all([change(a, first), change(b, second)])
  await change(a, third)
  for (const store of [a, b, createPriceStore(path)]) {
    expect(store.read().prices.filter(({ input }) => input === 77)).toEqual([first, second, third])
    expect(store.read().prices).toHaveLength(DEFAULT_PRICES.prices.length)
  }
})

it('takes over what the other one added and removed', async () => {
  const path = join(folder, 'prices.json')
  const [a, b] = [createPriceStore(path), createPriceStore(path)]
  const { prices } = DEFAULT_PRICES
  const [own] = prices.map((price) => ({ ...price, model: 'own' }))
  await Promise.all([
    a.save({ ...DEFAULT_PRICES, prices: [...prices, ...(own === undefined ? [] : [own])] }),
    b.save({ ...DEFAULT_PRICES, source: 'elsewhere', prices: prices.slice(1) }),
  ])
  const models = a.read().prices.map(({ model }) => model)
  expect(models).toEqual([...prices.slice(1).map(({ model }) => model), 'own'])
  expect(a.read().source).toBe('elsewhere')
})
