import { spawnSync } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesBetween, readDocument } from '../main/health/views/testing/documents.ts'
import { startFakeUpstream, type FakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { errorReply } from './fake-upstream/error-reply.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { BARE_PATH, createFakeHome, type FakeHome } from './seeds/fake-home.ts'
import { canHave, ensureCommands } from './seeds/ensure-commands.ts'
import { dockerCommand, fromLastLines, indentPython } from './seeds/cut-scripts.ts'
import { httpGet } from './seeds/http-get.ts'
import { runScript } from './seeds/run-script.ts'
import { startChecked } from './seeds/start-checked.ts'
import type { Headless } from './start-headless.ts'

/*
 * Every script and probe command of the health documents, extracted from their text, against a running Signalbox on the
 * documented port. Another port is substituted only if that one is taken.
 */

const COMMANDS = ['bash', 'curl', 'jq', 'bc', 'wget'] as const
const STATES = ['healthy', 'degraded', 'unhealthy', 'draining', 'down'] as const
type State = (typeof STATES)[number]

let home: FakeHome
/** A folder on the PATH before the system's, with `alert` and a `curl` without Internet access. */
let tools: string

beforeAll(async () => {
  home = await createFakeHome()
  tools = join(home.path, 'tools')
  await home.write('tools/alert', '#!/bin/sh\necho "$*" >> "$ALERTS"\n', 0o755)
  await home.write(
    'tools/curl',
    '#!/bin/sh\ncase "$*" in *https://*) echo "$*" >> "$ALERTS" ;; *) PATH=/usr/local/bin:/usr/bin:/bin exec curl "$@" ;; esac\n',
    0o755,
  )
})
afterAll(() => home.remove())

describe.skipIf(!canHave(COMMANDS))('with bash, curl, jq, bc and wget', () => {
  beforeAll(() => ensureCommands(COMMANDS))

  describe.each(STATES)('while %s', (state) => {
    let server: Headless
    let urls: Record<'3456' | '8000', string>

    beforeAll(async () => {
      // The documents use two ports; the servers are otherwise identical.
      const servers = await Promise.all([startAs(state, 3456), startAs(state, 8000)])
      const [, second] = servers
      server = servers[0]
      urls = { '3456': `localhost:${server.port}`, '8000': `localhost:${second.port}` }
      if (state === 'down') await Promise.all([server.stop(), second.stop()])
      return () => Promise.all([server.stop('SIGKILL'), second.stop('SIGKILL')])
    })
    const run = (text: string, env: Record<string, string> = {}) =>
      runShell(
        text.replaceAll('localhost:3456', urls['3456']).replaceAll('localhost:8000', urls['8000']),
        env,
      )

    it('002: health-check.sh looks at / and says whether anybody is there', async () => {
      const script = linesBetween(readDocument('002'), '# health-check.sh', 'fi')
      const { code, stdout } = await run(script)
      expect([code, stdout]).toEqual(
        state === 'down' ? [1, 'CCProxy is unhealthy (HTTP 000)\n'] : [0, 'CCProxy is healthy\n'],
      )
    })

    it('002: detailed-health-check.sh tells the states apart by its exit code', async () => {
      const script = linesBetween(readDocument('002'), '# detailed-health-check.sh', 'esac')
      const { code, stdout } = await run(script)
      expect([code, stdout]).toEqual(
        {
          healthy: [0, '✅ CCProxy is healthy\n'],
          degraded: [1, '⚠️  CCProxy is degraded\n'],
          unhealthy: [2, '❌ CCProxy is unhealthy\n'],
          draining: [3, '❓ CCProxy status unknown\n'],
          down: [3, '❓ CCProxy status unknown\n'],
        }[state],
      )
    })

    it('002: pagerduty-alert.sh rings in every state but healthy', async () => {
      const script = linesBetween(readDocument('002'), '# pagerduty-alert.sh', 'fi')
      const { alerts } = await run(script, { PAGERDUTY_ROUTING_KEY: 'R0UT1NG' })
      const word = state === 'down' ? '' : state
      expect(alerts.includes(`"summary": "CCProxy is ${word}"`)).toBe(state !== 'healthy')
      expect(alerts.includes('R0UT1NG')).toBe(state !== 'healthy')
    })

    it('002: the availability alert fires only when no instance is available', async () => {
      const [line = ''] = /^curl -f .* \|\| alert .*$/m.exec(readDocument('002')) ?? []
      expect(line).not.toBe('')
      const { alerts } = await run(line)
      expect(alerts).toBe(state === 'down' ? 'CCProxy is down\n' : '')
    })

    it('002: the HEALTHCHECK of the Dockerfile and of Docker Compose pass while anybody is there', async () => {
      const code = state === 'down' ? 1 : 0
      const docker = dockerCommand(readDocument('002'))
      expect(docker).toBe('curl -f http://localhost:3456/ || exit 1')
      expect((await run(docker)).code).toBe(code)
      const [, list = '[]'] = /^ *test: (\[.*\])$/m.exec(readDocument('002')) ?? []
      const [kind, ...command]: string[] = JSON.parse(list)
      expect(kind).toBe('CMD')
      expect((await run(command.join(' '))).code === 0).toBe(code === 0)
    })

    it('003: the HEALTHCHECK, which sends HEAD, follows /health', async () => {
      const docker = dockerCommand(readDocument('003'))
      expect(docker).toContain('wget --no-verbose --tries=1 --spider http://localhost:3456/health')
      expect((await run(docker)).code).toBe(state === 'healthy' || state === 'degraded' ? 0 : 1)
    })

    it('003: the commands for debugging answer', async () => {
      const text = readDocument('003')
      const isUp = state === 'healthy' || state === 'degraded'
      const manual = linesBetween(text, 'curl -f http', '').trim()
      expect((await run(manual)).code).toBe(isUp ? 0 : state === 'down' ? 7 : 22)
      const [, watched = ''] = /^watch -n 5 '(.*)'$/m.exec(text) ?? []
      const { stdout } = await run(watched)
      expect(stdout.includes(`"status": "${state}"`)).toBe(state !== 'down')
    })

    it('001: the monitoring script says what is wrong', async () => {
      const script = fromLastLines(readDocument('001'), '#!/bin/bash')
      expect(script).toMatch(/^#!\/bin\/bash[^]*sleep 30\ndone$/)
      const isUp = state === 'healthy' || state === 'degraded'
      const untilLines = isUp || state === 'down' ? 1 : 2
      const text = script.replaceAll('localhost:8000', urls['8000'])
      const { stdout } = await runShell(text, {}, untilLines)
      expect(stdout).toMatch(
        isUp ? /: Proxy is healthy\n$/ : /: Proxy is unhealthy - checking details\.\.\.\n/,
      )
      const reasons = { unhealthy: '"Claude CLI not found in PATH"\n', draining: '"Unknown error"\n' }
      const reason = state === 'unhealthy' || state === 'draining' ? reasons[state] : ''
      expect(stdout.endsWith(reason)).toBe(true)
    })

    it.skipIf(!hasPython())('001: the Python check says whether it is healthy', async () => {
      const script = indentPython(
        linesBetween(readDocument('001'), 'import requests', 'print("Proxy is unhealthy")'),
      )
      const file = await home.write(`check-${state}.py`, script.replaceAll('localhost:8000', urls['8000']))
      const { code, stdout, stderr } = await runScript(['python3', file])
      expect(stderr).toBe('')
      // It only knows `healthy`; that is why `degraded` is shown only on request.
      expect([code, stdout]).toEqual([0, state === 'healthy' ? 'Proxy is healthy\n' : 'Proxy is unhealthy\n'])
    })
  })

  describe('002: the alerts on numbers', () => {
    let upstream: FakeUpstream
    let server: Headless

    beforeAll(async () => {
      upstream = await startFakeUpstream()
      server = await startChecked({
        port: 3456,
        env: { HOME: home.path, ANTHROPIC_FORWARD_URL: upstream.url },
      })
      return () => Promise.all([server.stop('SIGKILL'), upstream.close()])
    })
    const alertsOf = async (from: string) => {
      const script = linesBetween(readDocument('002'), from, 'fi').replaceAll(
        'localhost:3456',
        `localhost:${server.port}`,
      )
      return runShell(script, { API_KEY: 'any' })
    }
    const send = () =>
      httpGet(`${server.url}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"model":"claude-sonnet-4-5","max_tokens":1,"messages":[]}',
      })

    it('are silent before the first request', async () => {
      expect((await alertsOf('ERROR_RATE=')).alerts).toBe('')
      expect(await alertsOf('P95_LATENCY=')).toMatchObject({ alerts: '', stderr: '' })
    })

    it('are silent while all is well', async () => {
      for (let sent = 0; sent < 8; sent++) await send()
      expect(await alertsOf('ERROR_RATE=')).toMatchObject({ alerts: '', stderr: '' })
      expect(await alertsOf('P95_LATENCY=')).toMatchObject({ alerts: '', stderr: '' })
    })

    it('ring for errors above 10 % and a P95 above a second', async () => {
      upstream.reply(() => errorReply(500, 'api_error'))
      for (let sent = 0; sent < 2; sent++) await send()
      expect((await alertsOf('ERROR_RATE=')).alerts).toBe('High error rate: 20%\n')
      upstream.reply(() => textReply(['slow'], { headersAfterMs: 1_200 }))
      await Promise.all([send(), send(), send()])
      // Percentiles are recomputed once a second.
      await expect
        .poll(async () => (await alertsOf('P95_LATENCY=')).alerts, { timeout: 5_000 })
        .toMatch(/^High P95 latency: 1[2-9]\d\dms\n$/)
    })
  })
})

async function startAs(state: State, port: number): Promise<Headless> {
  // 'degraded' is shown only on request, and a missing CLI is an outage only if it is critical.
  const env = {
    healthy: { SIGNALBOX_HEALTH_DEGRADED: '0' },
    degraded: { SIGNALBOX_HEALTH_DEGRADED: '1' },
    unhealthy: { SIGNALBOX_HEALTH_CRITICAL: 'proxy_service,claude_cli' },
    draining: { SIGNALBOX_HEALTH_DEGRADED: '0' },
    down: { SIGNALBOX_HEALTH_DEGRADED: '0' },
  }[state]
  const server = await startChecked({ port, env: { HOME: home.path, ...env } })
  if (state === 'draining') await httpGet(`${server.url}/api/drain`, { method: 'POST' })
  return server
}

/** Runs a script with `alert` and the offline `curl` on its PATH; `alerts` holds their arguments. */
async function runShell(text: string, env: Record<string, string>, untilLines?: number) {
  const alertFile = join(home.path, `alerts-${crypto.randomUUID()}`)
  const file = join(home.path, `${crypto.randomUUID()}.sh`)
  await writeFile(file, text)
  await chmod(file, 0o755)
  await writeFile(alertFile, '')
  const result = await runScript(['bash', file], {
    env: { ...env, PATH: `${tools}:/usr/local/bin:${BARE_PATH}`, ALERTS: alertFile },
    ...(untilLines !== undefined && { untilLines }),
  })
  const { stdout: alerts } = await runScript(['cat', alertFile])
  return { ...result, alerts }
}

function hasPython(): boolean {
  return spawnSync('python3', ['-c', 'import requests']).status === 0
}
