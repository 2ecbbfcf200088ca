import { expect, test } from 'vitest'
import { readFlags } from './read-flags.ts'

test('reads its flags among those of Chromium', () => {
  const argv = ['--no-sandbox', '/app', '--port', '4000', '--inspect=0', '--data-dir=/data']
  expect(readFlags(argv)).toEqual({ port: '4000', 'data-dir': '/data' })
})

test('takes a flag without a value for not given', () => {
  expect(readFlags(['--port'])).toEqual({ port: undefined, 'data-dir': undefined })
})
