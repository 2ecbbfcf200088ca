import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { HeaderRuleTestResult } from '../../../shared/header-rule-test.ts'
import type { ProxySettings } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { sayError } from '../data/say-error.ts'
import { useDeps } from '../deps.ts'
import { Form } from '../form/form.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextArea } from '../form/text-area.tsx'
import { TextField } from '../form/text-field.tsx'
import { useLiveFeed } from '../live/use-live-feed.ts'
import styles from './dry-run.module.css'
import { DryRunResult } from './dry-run-result.tsx'
import { parseHeaders } from './parse-headers.ts'
import { LISTS, type Side } from './rule.ts'

const sides = () =>
  [
    { name: 'request', label: t('Request') },
    { name: 'response', label: t('Response') },
  ] as const
const sources = () =>
  [
    { name: 'logged', label: t('Logged request') },
    { name: 'pasted', label: t('Pasted headers') },
  ] as const

/** Dry run of the saved header rules. Sends nothing. */
export function DryRun({ rules }: { rules: ProxySettings }) {
  const { api } = useDeps()
  const [latest] = useLiveFeed().finished
  const [side, setSide] = useState<Side>('request')
  const [source, setSource] = useState<'logged' | 'pasted'>('logged')
  const [typedId, setId] = useState<string>()
  const [pasted, setPasted] = useState('')
  const id = typedId ?? latest?.requestId ?? ''
  const run = useMutation({
    mutationFn: async () => {
      const tried = rules[LISTS[side]]
      const from = source === 'logged' ? { requestId: id.trim() } : { headers: parseHeaders(pasted) }
      const body = { side, rules: tried, ...from }
      return { tried, result: await api.send('POST', '/api/header-rules/test', HeaderRuleTestResult, body) }
    },
    networkMode: 'always',
  })
  return (
    <Panel title={t('Dry run')} note={t('Nothing is sent')}>
      <Form
        label={t('Dry run')}
        onSubmit={() => run.mutate()}
        actions={
          <Button type="submit" disabled={run.isPending || (source === 'logged' ? id : pasted).trim() === ''}>
            {t('Test rules')}
          </Button>
        }
      >
        <div className={styles.choices}>
          <Segmented label={t('Direction')} options={sides()} selected={side} onSelect={setSide} />
          <Segmented label={t('Test input')} options={sources()} selected={source} onSelect={setSource} />
        </div>
        {source === 'logged' ? (
          <TextField
            label={t('Request')}
            code
            value={id}
            hint={t('Full ID or its last characters. Defaults to the newest request.')}
            onChange={setId}
          />
        ) : (
          <TextArea
            label={t('Headers')}
            value={pasted}
            placeholder={'anthropic-version: 2023-06-01\nanthropic-beta: a, b'}
            hint={t('One header per line, for example x-team: blue.')}
            onChange={setPasted}
          />
        )}
      </Form>
      <Sentences label={t('Test failed')} tone="error" sentences={sayError(run.error)} />
      {run.data && !run.error && <DryRunResult {...run.data} />}
    </Panel>
  )
}
