import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { RouteTestResult } from '../../../shared/routing-api.ts'
import { sayIssue, sayMessage } from '../../language/say-message.ts'
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
import styles from './list.module.css'
import { parseObject } from './to-route.ts'

const sources = () =>
  [
    { name: 'logged', label: t('Logged request') },
    { name: 'pasted', label: t('Pasted body') },
  ] as const

/** Tests which saved route a request matches, and why. Sends nothing. */
export function TestBench() {
  const { api } = useDeps()
  const [latest] = useLiveFeed().finished
  const [source, setSource] = useState<'logged' | 'pasted'>('logged')
  const [typedId, setId] = useState<string>()
  const [text, setText] = useState('')
  const id = typedId ?? latest?.requestId ?? ''
  const body = parseObject(text)
  const run = useMutation({
    mutationFn: async () =>
      api.send(
        'POST',
        '/api/routes/test',
        RouteTestResult,
        source === 'logged' ? { requestId: id.trim() } : { body },
      ),
    networkMode: 'always',
  })
  return (
    <Panel title={t('Routing test')} note={t('Nothing is sent')}>
      <Form
        label={t('Routing test')}
        onSubmit={() => run.mutate()}
        actions={
          <Button type="submit" disabled={run.isPending || (source === 'logged' ? id.trim() === '' : !body)}>
            {t('Test routing')}
          </Button>
        }
      >
        <div>
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
            label={t('Body')}
            value={text}
            error={body === null ? t('Not a JSON object yet.') : undefined}
            hint={t('Body of a request to /v1/messages.')}
            placeholder={'{"model": "claude-haiku-4-5", "messages": []}'}
            onChange={setText}
          />
        )}
      </Form>
      <Sentences label={t('Test failed')} tone="error" sentences={sayError(run.error)} />
      {run.data && !run.error && <Decision result={run.data} />}
    </Panel>
  )
}

function Decision({ result: { model, tokens, attempts, refusal, steps } }: { result: RouteTestResult }) {
  return (
    <div className={styles.steps}>
      <p className={styles.note}>
        {model ?? t('No model')}, {t('about {{count, number}} tokens', { count: tokens })}
      </p>
      {refusal && (
        <p className={styles.problem}>
          {t('Rejected with {{status}}:', { status: refusal.status })} {sayRefusal(refusal)}
        </p>
      )}
      <ol className={styles.list} aria-label={t('Targets, in order')}>
        {attempts.map((attempt) => (
          <li key={`${attempt.provider} ${attempt.model}`} className={styles.item}>
            <div className={styles.text}>
              <p>
                <strong className={styles.name}>{attempt.provider}</strong>{' '}
                <code className={styles.code}>{attempt.model ?? model}</code>{' '}
                <span className={styles.note}>{attempt.isChanged ? t('changed') : t('unchanged')}</span>
              </p>
              <p>{sayAttempt(attempt)}</p>
              {Object.keys(attempt.parameters).length > 0 && (
                <code className={styles.code}>{JSON.stringify(attempt.parameters)}</code>
              )}
            </div>
          </li>
        ))}
      </ol>
      <ol className={styles.steps} aria-label={t('Checked rules')}>
        {steps.map(({ rule, code, params, reason }) => (
          <li key={`${rule} ${reason}`} className={styles.note}>
            <span className={styles.rule}>{rule}</span> {sayMessage({ code, params, message: reason })}
          </li>
        ))}
      </ol>
    </div>
  )
}

type Attempt = RouteTestResult['attempts'][number]

function sayAttempt({ fallback, code, params, reason }: Attempt): string {
  const why = sayMessage({ code, params, message: reason })
  return fallback === undefined ? why : `${t('Fallback {{place}}.', { place: fallback })} ${why}`
}

function sayRefusal({ code, error, issues }: NonNullable<RouteTestResult['refusal']>): string {
  return [sayMessage({ code: `error.${code}`, params: {}, message: error }), ...issues.map(sayIssue)].join(
    ' ',
  )
}
