import { expect, it } from 'vitest'
import { toFix } from '../../shared/to-problem.ts'
import { coded } from '../../shared/language/say.ts'
import { sayFix } from './print-connection.ts'

const howTo = (command: string) => `signalbox ${command}`

it('a fix that a command makes ends with that command', () => {
  const tools = toFix('connect_with_tool_search', coded('fix.connect_tool_search', { setting: 'X=true' }))
  expect(sayFix(tools, howTo)).toMatch(/\. signalbox connect --tool-search$/)
  expect(sayFix(toFix('disconnect', coded('fix.disconnect_if_managed')), howTo)).toMatch(
    / signalbox disconnect$/,
  )
  expect(sayFix(toFix('manual', coded('fix.edit')), howTo)).not.toContain('signalbox')
})
