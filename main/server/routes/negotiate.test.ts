import { expect, it } from 'vitest'
import { chooseView, VIEWS } from './negotiate.ts'

const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.2'
const CHROME = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'

it.each([
  [undefined, 'json'],
  ['*/*', 'json'],
  ['', 'json'],
  ['application/json', 'json'],
  ['application/*', 'json'],
  ['text/html', 'json'],
  [CHROME, 'json'],
  ['application/health+json', 'ietf'],
  ['application/health+json, application/json', 'ietf'],
  ['application/json, application/health+json;q=0.9', 'json'],
  ['application/health+json;q=0', 'json'],
  ['APPLICATION/HEALTH+JSON', 'ietf'],
  [PROMETHEUS_2, 'prometheus'],
  [PROMETHEUS_3, 'prometheus'],
  ['text/plain;version=0.0.4', 'prometheus'],
  ['text/plain;q=0.5, application/json', 'json'],
  ['text/*', 'json'],
  ['text/plain', 'json'],
  ['application/openmetrics-text', 'prometheus'],
  ['application/health+json;q=0.4, text/plain;version=0.0.4', 'prometheus'],
  ['application/health+json, */*;q=0.1', 'ietf'],
  ['application/health+json;q=0.5, */*;q=0.8', 'json'],
  ['application/json;q=nonsense', 'json'],
])('answers Accept %j with %s', (accept, view) => {
  expect(chooseView({ view: undefined, accept, fallback: 'json' })).toBe(view)
})

it('takes health+json for a client that takes anything, where that is the default', () => {
  expect(chooseView({ view: undefined, accept: '*/*', fallback: 'ietf' })).toBe('ietf')
  expect(chooseView({ view: undefined, accept: 'application/json', fallback: 'ietf' })).toBe('json')
})

it.each(VIEWS)('lets ?view=%s win over Accept', (view) => {
  expect(chooseView({ view, accept: 'application/json', fallback: 'json' })).toBe(view)
})

it('ignores a view that it does not know', () => {
  expect(chooseView({ view: 'xml', accept: undefined, fallback: 'json' })).toBe('json')
})
