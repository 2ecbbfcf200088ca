import { expect, it } from 'vitest'
import { readShellPlace } from './read-shell-place.ts'

it.each([
  ['export ANTHROPIC_BASE_URL=http://a', 'http://a'],
  ['ANTHROPIC_BASE_URL=http://a', 'http://a'],
  ['  export ANTHROPIC_BASE_URL="http://a"; echo', 'http://a'],
  ["export -g ANTHROPIC_BASE_URL='http://a' # why", 'http://a'],
  ['declare -x ANTHROPIC_BASE_URL=http://a', 'http://a'],
  ['setenv ANTHROPIC_BASE_URL http://a', 'http://a'],
  ['set -gx ANTHROPIC_BASE_URL http://a', 'http://a'],
  ['set --global --export ANTHROPIC_BASE_URL "http://a"', 'http://a'],
  ['$env:ANTHROPIC_BASE_URL = "http://a"', 'http://a'],
  ['export ANTHROPIC_BASE_URL=', ''],
])('%s', (line, value) => {
  expect(readShellPlace(`first\r\n${line}\r\n`, '/rc')).toEqual([
    { variable: 'ANTHROPIC_BASE_URL', value, place: 'shell', path: '/rc', line: 2 },
  ])
})

it.each([
  '# export ANTHROPIC_BASE_URL=http://a',
  'export MY_ANTHROPIC_BASE_URL=http://a',
  'echo ANTHROPIC_BASE_URL=http://a',
  'unset ANTHROPIC_BASE_URL',
  'export ANTHROPIC_BASE_URL',
])('is nothing: %s', (line) => {
  expect(readShellPlace(line, '/rc')).toEqual([])
})
