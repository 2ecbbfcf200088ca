import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { HeaderRuleTestResult } from '../../../shared/header-rule-test.ts'
import type { ProxySettings } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { useDeps } from '../deps.ts'
import { TestPanel } from '../form/test-panel.tsx'
import { TextArea } from '../form/text-area.tsx'
import { useTestInput } from '../form/use-test-input.ts'
import { DryRunResult } from './dry-run-result.tsx'
import { parseHeaders } from './parse-headers.ts'
import { LISTS, type Side } from './rule.ts'

const sides = () =>
  [
    { name: 'request', label: t('Request') },
    { name: 'response', label: t('Response') },
  ] as const

/** Dry run of the saved header rules. Sends nothing. */
export function DryRun({ rules }: { rules: ProxySettings }) {
  const { api } = useDeps()
  const input = useTestInput()
  const [side, setSide] = useState<Side>('request')
  const test = useMutation({
    mutationFn: async () => {
      const tried = rules[LISTS[side]]
      const { source, id, text } = input
      const from = source === 'logged' ? { requestId: id.trim() } : { headers: parseHeaders(text) }
      const body = { side, rules: tried, ...from }
      return { tried, result: await api.send('POST', '/api/header-rules/test', HeaderRuleTestResult, body) }
    },
    networkMode: 'always',
  })
  return (
    <TestPanel
      title={t('Dry run')}
      verb={t('Test rules')}
      input={input}
      pasted={t('Pasted headers')}
      isGood={input.text.trim() !== ''}
      test={test}
      choices={<Segmented label={t('Direction')} options={sides()} selected={side} onSelect={setSide} />}
      field={
        <TextArea
          label={t('Headers')}
          value={input.text}
          placeholder={'anthropic-version: 2023-06-01\nanthropic-beta: a, b'}
          hint={t('One header per line, for example x-team: blue.')}
          onChange={input.setText}
        />
      }
    >
      {test.data && <DryRunResult {...test.data} />}
    </TestPanel>
  )
}
