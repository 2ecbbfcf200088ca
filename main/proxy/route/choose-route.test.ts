import { describe, expect, it } from 'vitest'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { chooseRoute } from './choose-route.ts'
import { CLAUDE_REQUESTS } from '../../base/testing/claude-code-requests.ts'
import { makeRouting } from './testing/make-routing.ts'
import { createRouteFacts } from './route-facts.ts'

const KEYS = { OPENAI_API_KEY: 'sk-1', GEMINI_API_KEY: 'g-1', GROQ_API_KEY: 'gsk-1' }
const ATTRIBUTION = { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1' }
const CLAUDE_CODE = { type: 'text', text: 'You are Claude Code, the CLI.' }
const PROMPT = 'You review code.\n\n---\nBe kind.'
const notes = (text: string) => ({ type: 'text', text: `${text}\n\nNotes:\n- The folder is /home/me` })

interface Case {
  live?: Partial<LiveSettings>
  env?: Record<string, string>
  prompts?: Record<string, string>
  headers?: string[]
}

function decide(body: object, { live, env = KEYS, prompts = {}, headers = [] }: Case = {}) {
  const facts = createRouteFacts(Buffer.from(JSON.stringify(body)), headers)
  return chooseRoute(facts, makeRouting(live, { env, prompts }))
}

/** The matched rule, `provider,model` of each attempt, and the code of a refusal. */
function wayOf(body: object, options?: Case): string[] {
  const { rule, attempts, refusal } = decide(body, options)
  return [
    rule,
    ...attempts.map(({ provider, model }) => `${provider},${model}`),
    ...(refusal ? [refusal.code] : []),
  ]
}

const route = (provider: string, model: string) => ({ provider, model })
const ROUTES = {
  'claude-sonnet-4-5': route('openai', 'gpt-5'),
  longContext: route('gemini', 'gemini-2.5-pro'),
  background: route('groq', 'small'),
  webSearch: route('gemini', 'gemini-2.5-flash'),
  think: route('openai', 'o3'),
  default: route('groq', 'kimi'),
}

describe('with routes', () => {
  const live = { routes: ROUTES }
  const long = { messages: [{ role: 'user', content: 'word '.repeat(70_000) }] }

  it.each<[string, object, string[]]>([
    ['an explicit provider', { model: 'gemini,gemini-x' }, ['explicit', 'gemini,gemini-x']],
    ['an explicit provider in any spelling', { model: ' OpenAI , a,b' }, ['explicit', 'openai,a,b']],
    ['a route for the very model', { model: 'claude-sonnet-4-5', ...long }, ['direct', 'openai,gpt-5']],
    ['a long context', { model: 'claude-haiku-4', ...long }, ['longContext', 'gemini,gemini-2.5-pro']],
    ['an old haiku', { model: 'claude-3-5-haiku-20241022' }, ['background', 'groq,small']],
    [
      'a new haiku',
      { model: 'claude-haiku-4-5', thinking: { type: 'enabled' } },
      ['background', 'groq,small'],
    ],
    [
      'web search',
      { model: 'x', tools: [{ name: 'a' }, { type: 'web_search_20250305' }] },
      ['webSearch', 'gemini,gemini-2.5-flash'],
    ],
    [
      'thinking',
      { model: 'claude-opus-4', thinking: { type: 'enabled', budget_tokens: 1 } },
      ['think', 'openai,o3'],
    ],
    ['adaptive thinking', { model: 'claude-opus-4', thinking: { type: 'adaptive' } }, ['think', 'openai,o3']],
    ['thinking as a flag', { model: 'claude-opus-4', thinking: true }, ['think', 'openai,o3']],
    ['no thinking', { model: 'claude-opus-4', thinking: { type: 'disabled' } }, ['default', 'groq,kimi']],
    ['anything else', { model: 'claude-opus-4' }, ['default', 'groq,kimi']],
    ['no model at all', { messages: [] }, ['default', 'groq,kimi']],
    ['a model like an object’s member', { model: 'constructor' }, ['default', 'groq,kimi']],
  ])('%s has its own way', (_title, body, way) => {
    expect(wayOf(body, { live })).toEqual(way)
  })

  it.each(CLAUDE_REQUESTS.map((request, index) => ({ ...request, index })))(
    'sends the calls that Claude Code makes by itself their own way: $index, $kind',
    ({ kind, body }) => {
      const routes = {
        ...ROUTES,
        title: route('groq', 't'),
        classifier: route('groq', 'c'),
        compaction: route('gemini', 'l'),
      }
      const own = new Set(['title', 'classifier', 'compaction'])
      const helperIn = (rule = '') => (own.has(rule) ? rule : undefined)
      expect(helperIn(wayOf(body, { live: { routes } })[0])).toBe(helperIn(kind))
      expect(helperIn(wayOf(body, { live })[0])).toBeUndefined()
    },
  )

  it('takes a context for long above the threshold, not at it', () => {
    const body = { model: 'm', messages: [{ content: 'word '.repeat(1_000) }] }
    const tokens = createRouteFacts(Buffer.from(JSON.stringify(body)), []).tokens()
    const at = (longContextThreshold: number) =>
      wayOf(body, { live: { ...live, routing: { longContextThreshold } } })[0]
    expect(at(tokens)).toBe('default')
    expect(at(tokens - 1)).toBe('longContext')
  })

  it('says of every rule that it looked at why', () => {
    const { steps } = decide({ model: 'claude-opus-4', thinking: { type: 'enabled' } }, { live })
    expect(steps).toEqual([
      { rule: 'longContext', reason: { code: 'routing.not_long_context', params: { limit: 60_000 } } },
      { rule: 'background', reason: { code: 'routing.not_background', params: { model: 'claude-opus-4' } } },
      { rule: 'webSearch', reason: { code: 'routing.not_web_search', params: {} } },
      { rule: 'think', reason: { code: 'routing.think', params: {} } },
    ])
    const tokens: unknown = expect.any(Number)
    expect(decide({ model: 'claude-x', ...long }, { live }).attempts[0]?.reason).toEqual({
      code: 'routing.long_context',
      params: { tokens, limit: 60_000 },
    })
  })

  it('tries the fallbacks in order, skips unavailable ones, and passes the parameters to all', () => {
    const fallbacks = [route('mistral', 'm1'), route('gemini', 'g1'), route('anthropic', 'claude-x')]
    const parameters = { temperature: 0.5 }
    const { attempts, steps } = decide(
      { model: 'claude-opus-4' },
      { live: { routes: { default: { ...ROUTES.default, fallbacks, parameters } } } },
    )
    expect(attempts.map(({ provider, fallback, reason }) => [provider, fallback, reason.code])).toEqual([
      ['groq', 0, 'routing.default'],
      ['gemini', 2, 'routing.default'],
      ['anthropic', 3, 'routing.default'],
    ])
    expect(attempts.every((attempt) => attempt.parameters === parameters)).toBe(true)
    expect(steps.at(-1)?.reason).toEqual({
      code: 'routing.provider_missing',
      params: { provider: 'mistral' },
    })
  })

  it('gives an explicit provider the parameters of the default route', () => {
    const parameters = { top_p: 0.5 }
    const live2 = { routes: { default: { ...ROUTES.default, parameters } } }
    expect(decide({ model: 'openai,o3' }, { live: live2 }).attempts[0]?.parameters).toBe(parameters)
  })
})

describe('without a route', () => {
  it.each([
    ['gpt-4o', 'openai,gpt-4o'],
    ['GPT-4o', 'openai,GPT-4o'],
    ['chatgpt-4o-latest', 'openai,chatgpt-4o-latest'],
    ['o1-mini', 'openai,o1-mini'],
    ['o3', 'openai,o3'],
    ['o4-mini', 'openai,o4-mini'],
    ['codex-mini', 'openai,codex-mini'],
    ['gemini-2.5-pro', 'gemini,gemini-2.5-pro'],
    ['claude-sonnet-4-5', 'anthropic,claude-sonnet-4-5'],
    ['Claude-x', 'anthropic,Claude-x'],
  ])('the name %s says the provider', (model, way) => {
    expect(wayOf({ model })).toEqual(['prefix', way])
  })

  it('openrouter/ is no part of the name', () => {
    const env = { OPENROUTER_API_KEY: 'k' }
    expect(wayOf({ model: 'openrouter/anthropic/claude-x' }, { env })).toEqual([
      'prefix',
      'openrouter,anthropic/claude-x',
    ])
  })

  it('a provider of the type will do under any name, and one that lists the model', () => {
    const providers = [
      { name: 'work', type: 'openai' as const, apiKey: 'k', enabled: true, models: ['in-house', 'claude-y'] },
      { name: 'off', type: 'gemini' as const, apiKey: 'k', enabled: false, models: ['other'] },
    ]
    const options = { live: { providers }, env: {} }
    expect(wayOf({ model: 'gpt-4o' }, options)).toEqual(['prefix', 'work,gpt-4o'])
    expect(wayOf({ model: 'in-house' }, options)).toEqual(['listed', 'work,in-house'])
    expect(wayOf({ model: 'claude-y' }, options)).toEqual(['prefix', 'anthropic,claude-y'])
    expect(wayOf({ model: 'other' }, options)).toEqual(['passthrough', 'anthropic,undefined'])
  })

  it('sends an unknown model to Anthropic unchanged, with that reason', () => {
    expect(wayOf({ model: 'my-model' })).toEqual(['passthrough', 'anthropic,undefined'])
    expect(wayOf({})).toEqual(['passthrough', 'anthropic,undefined'])
    expect(decide({ model: 'my-model' }).attempts[0]?.reason.code).toBe('routing.passthrough')
  })
})

describe('a request is refused', () => {
  it('that asks for a provider that is not there, and told who is', () => {
    const { refusal, attempts } = decide({ model: 'mistral,large' })
    expect(attempts).toEqual([])
    expect(refusal).toEqual({
      code: 'provider_unknown',
      issues: [
        { code: 'routing.explicit', params: { model: 'mistral,large' } },
        { code: 'routing.provider_missing', params: { provider: 'mistral' } },
        { code: 'routing.providers', params: { names: 'anthropic, openai, gemini, groq' } },
      ],
    })
    expect(wayOf({ model: ',large' })).toEqual(['explicit', 'provider_unknown'])
  })

  it('whose model or route has no target', () => {
    expect(wayOf({ model: 'grok-4' })).toEqual(['prefix', 'no_provider'])
    const routes = { default: { ...route('mistral', 'm'), fallbacks: [route('xai', 'x')] } }
    expect(wayOf({ model: 'claude-x' }, { live: { routes } })).toEqual(['default', 'no_provider'])
  })

  it('where the provider is switched off', () => {
    const providers = [{ name: 'openai', enabled: false }]
    expect(decide({ model: 'openai,o3' }, { live: { providers } }).refusal?.issues).toContainEqual({
      code: 'routing.provider_off',
      params: { provider: 'openai' },
    })
    const noClaude = { providers: [{ name: 'anthropic', enabled: false }] }
    expect(wayOf({ model: 'claude-x' }, { live: noClaude })).toEqual(['prefix', 'no_provider'])
  })
})

describe('a sub-agent', () => {
  const mappings = { reviewer: 'gpt-4o', writer: 'gemini,gemini-x' }
  const on = { subagents: { enable: true, mappings }, routes: { think: ROUTES.think } }
  const prompts = { reviewer: PROMPT }
  const thinking = { type: 'enabled' }

  it.each<[string, unknown]>([
    ['behind the attribution', [ATTRIBUTION, CLAUDE_CODE, notes(PROMPT)]],
    ['in two blocks, as older versions send it', [CLAUDE_CODE, notes(PROMPT)]],
    ['in Windows lines', [CLAUDE_CODE, notes(PROMPT.replaceAll('\n', '\r\n'))]],
    ['as one text', PROMPT],
  ])('is known by its prompt %s, before any other rule but the explicit', (_title, system) => {
    const body = { model: 'claude-opus-4', system, thinking }
    expect(wayOf(body, { live: on, prompts })).toEqual(['subagent', 'openai,gpt-4o'])
    expect(wayOf({ ...body, model: 'groq,x' }, { live: on, prompts })[0]).toBe('explicit')
    expect(decide(body, { live: on, prompts }).attempts[0]?.reason).toEqual({
      code: 'routing.agent_recognized',
      params: { agent: 'reviewer' },
    })
  })

  it('is not recognized when sub-agents are off, or the prompt differs', () => {
    const body = { model: 'claude-opus-4', system: [CLAUDE_CODE, notes(PROMPT)], thinking }
    const off = { ...on, subagents: { enable: false, mappings } }
    expect(wayOf(body, { live: off, prompts })).toEqual(['think', 'openai,o3'])
    const other = { ...body, system: [CLAUDE_CODE, notes(`${PROMPT} Or not.`)] }
    expect(wayOf(other, { live: on, prompts })).toEqual(['think', 'openai,o3'])
    expect(
      wayOf({ ...body, system: [ATTRIBUTION] }, { live: on, prompts: { reviewer: ATTRIBUTION.text } })[0],
    ).toBe('think')
  })

  it('is known by the header that names it, and any by its star', () => {
    const headers = (id: string) => ['X-Claude-Code-Agent-Id', id]
    const body = { model: 'claude-opus-4' }
    expect(wayOf(body, { live: on, headers: headers('writer') })).toEqual(['subagent', 'gemini,gemini-x'])
    const star = { subagents: { enable: true, mappings: { ...mappings, '*': 'o3' } } }
    expect(wayOf(body, { live: star, headers: headers('a1b2') })).toEqual(['subagent', 'openai,o3'])
    expect(wayOf(body, { live: star })).toEqual(['prefix', 'anthropic,claude-opus-4'])
  })

  it('asks for a model by the tag of claude-code-router', () => {
    const tag = '<CCR-SUBAGENT-MODEL>groq,kimi</CCR-SUBAGENT-MODEL>'
    const body = {
      model: 'claude-opus-4',
      system: [CLAUDE_CODE, { type: 'text', text: `${tag}\nYou write.` }],
    }
    expect(wayOf(body, { live: on })).toEqual(['tag', 'groq,kimi'])
    expect(decide(body, { live: on }).tag).toBe(tag)
    expect(decide(body, { live: {} }).tag).toBeUndefined()
  })

  it('is mapped by the environment, which does not switch it on', () => {
    const env = { ...KEYS, SUBAGENT_MAPPINGS: 'reviewer:o3' }
    const body = { model: 'claude-opus-4', system: [CLAUDE_CODE, notes(PROMPT)] }
    expect(wayOf(body, { live: on, prompts, env })).toEqual(['subagent', 'openai,o3'])
    expect(wayOf(body, { prompts, env })).toEqual(['prefix', 'anthropic,claude-opus-4'])
  })
})

describe('the single provider', () => {
  it.each([
    ['groq', {}, 'groq,moonshotai/kimi-k2-instruct'],
    ['groq', { GROQ_MODEL: 'llama' }, 'groq,llama'],
    ['grok', { XAI_MODEL: 'grok-4' }, 'xai,grok-4'],
    ['anthropic', {}, 'anthropic,undefined'],
  ])('PROVIDER=%s with %j gets everything', (provider, more, way) => {
    const env = { PROVIDER: provider, GROQ_API_KEY: 'k', XAI_API_KEY: 'k', ...more }
    for (const model of ['claude-x', 'openai,o3', 'claude-sonnet-4-5']) {
      expect(wayOf({ model }, { env, live: { routes: ROUTES } })).toEqual(['single', way])
    }
  })

  it('may be one of the file', () => {
    const providers = [{ name: 'mine', apiBaseUrl: 'http://127.0.0.1:1', models: ['local'], enabled: true }]
    expect(wayOf({ model: 'claude-x' }, { env: { PROVIDER: 'mine' }, live: { providers } })).toEqual([
      'single',
      'mine,local',
    ])
  })

  it('that is not there gets nothing, and neither does Anthropic', () => {
    expect(wayOf({ model: 'claude-x' }, { env: { PROVIDER: 'typo' } })).toEqual(['single', 'no_provider'])
  })
})
