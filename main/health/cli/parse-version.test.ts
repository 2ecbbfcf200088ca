import { describe, expect, it } from 'vitest'
import { parseFullVersion } from './parse-full-version.ts'
import { parseVersion } from './parse-version.ts'

describe('parseVersion', () => {
  it.each([
    ['1.0.48 (Claude Code)', '1.0.48'],
    ['v2.1.0', '2.1.0'],
    ['codex 0.21.0', '0.21.0'],
    ['codex-cli 0.21.0', '0.21.0'],
    ['claude-cli/1.0.60', '1.0.60'],
    ['2.1.0-beta.1', '2.1.0'],
    ['1.2.3.4', '1.2.3'],
    ['2.1', '2.1'],
    ['update available\n1.0.48 (Claude Code)\n', '1.0.48'],
  ])('reads %j as %j for both tools', (output, version) => {
    expect(parseVersion(output, 'first')).toBe(version)
    expect(parseVersion(output, 'last')).toBe(version)
  })

  it.each([
    ['version2.1', 'version2.1', 'version2.1'],
    ['2', '2', '2'],
    ['nightly build', 'nightly', 'build'],
    ['  canary\n  7 ', 'canary', '7'],
    ['', 'unknown', 'unknown'],
    [' \n ', 'unknown', 'unknown'],
  ])('takes a whole word of %j where nothing looks like a version', (output, first, last) => {
    expect(parseVersion(output, 'first')).toBe(first)
    expect(parseVersion(output, 'last')).toBe(last)
  })
})

describe('parseFullVersion', () => {
  it.each([
    ['2.1.0-beta.1', '2.1.0-beta.1'],
    ['claude-cli/1.0.60 (external, cli)', '1.0.60'],
    ['2.1.329 (Claude Code)', '2.1.329'],
    ['codex-cli 0.169.0-alpha.3', '0.169.0-alpha.3'],
    ['version2.1', undefined],
    ['', undefined],
  ])('reads %j as %j', (output, version) => {
    expect(parseFullVersion(output)).toBe(version)
  })
})
