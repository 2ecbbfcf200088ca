import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { errorWord } from '../../status/error-words.ts'

/** Reason for the missing upstream response, and the response that Signalbox returned instead. */
export function sayNoResponse(request: RequestLog, time: string): string[] {
  const { response = {} } = request
  const { statusCode: status } = response
  const returned = status === undefined ? [] : [t('Signalbox returned {{status}}.', { status })]
  return [sayWhy(request, time), ...returned]
}

function sayWhy({ response, cause, upstreamHost, provider }: RequestLog, time: string): string {
  const code = response?.errorType ?? ''
  const host = upstreamHost ?? provider ?? t('the upstream')
  const facts = { host, time, cause: cause ?? t('no reason given') }
  const say = REASONS.get(code.replace(/^(?:upstream|provider)_/, ''))
  if (say) return say(facts)
  return t('Not sent. Signalbox rejected this request: {{reason}}.', {
    reason: errorWord(code, provider) ?? code,
  })
}

type Facts = Readonly<Record<'host' | 'time' | 'cause', string>>

/** Complete sentences, so that translations can change the word order. */
const REASONS = new Map<string, (facts: Facts) => string>(
  Object.entries({
    unreachable: (facts: Facts) =>
      t('No response. Couldn’t connect to {{host}} ({{cause}}), gave up after {{time}}.', facts),
    untrusted: (facts: Facts) =>
      t('No response. The certificate of {{host}} isn’t trusted ({{cause}}).', facts),
    forbidden: (facts: Facts) =>
      t(
        'No response. The address of {{host}} is link-local or a cloud metadata service. Signalbox never connects to those.',
        facts,
      ),
    timeout: (facts: Facts) => t('No response. {{host}} sent nothing within {{time}}.', facts),
    broke: (facts: Facts) =>
      t('No response. {{host}} closed the connection after {{time}} ({{cause}}).', facts),
    redirected: (facts: Facts) =>
      t('No response. {{host}} responded with a redirect, which Signalbox doesn’t follow.', facts),
    unreadable: (facts: Facts) =>
      t('No response. {{host}} responded in a format that Signalbox can’t read.', facts),
    outbound_proxy_failed: (facts: Facts) =>
      t('No response. {{host}} couldn’t be reached through the outbound proxy ({{cause}}).', facts),
    outbound_proxy_auth: () => t('No response. The outbound proxy requires a user name and password.'),
  }),
)
