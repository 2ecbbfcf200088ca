import { useMutation } from '@tanstack/react-query'
import { RouteTestResult } from '../../../shared/routing-api.ts'
import { sayIssue, sayMessage } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { useDeps } from '../deps.ts'
import { TestPanel } from '../form/test-panel.tsx'
import { TextArea } from '../form/text-area.tsx'
import { useTestInput } from '../form/use-test-input.ts'
import styles from './list.module.css'
import { parseObject } from './to-route.ts'

/** Tests which saved route a request matches, and why. Sends nothing. */
export function TestBench() {
  const { api } = useDeps()
  const input = useTestInput()
  const body = parseObject(input.text)
  const test = useMutation({
    mutationFn: async () =>
      api.send(
        'POST',
        '/api/routes/test',
        RouteTestResult,
        input.source === 'logged' ? { requestId: input.id.trim() } : { body },
      ),
    networkMode: 'always',
  })
  return (
    <TestPanel
      title={t('Routing test')}
      verb={t('Test routing')}
      input={input}
      pasted={t('Pasted body')}
      isGood={Boolean(body)}
      test={test}
      field={
        <TextArea
          label={t('Body')}
          value={input.text}
          error={body === null ? t('Not a JSON object yet.') : undefined}
          hint={t('Body of a request to /v1/messages.')}
          placeholder={'{"model": "claude-haiku-4-5", "messages": []}'}
          onChange={input.setText}
        />
      }
    >
      {test.data && <Decision result={test.data} />}
    </TestPanel>
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
