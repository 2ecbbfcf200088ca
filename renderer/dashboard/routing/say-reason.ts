import { t } from '../../language/t.ts'
import { type KnownSentence, sayKnown } from '../data/say-known.ts'

/** Why the server sends a request somewhere, or not. */
export function sayReason(reason: string): string {
  const [, place, rest] = /^Fallback (\d+)\. (.+)$/s.exec(reason) ?? []
  if (place === undefined || rest === undefined) return sayKnown(reason, REASONS)
  return `${t('Fallback {{place}}.', { place })} ${sayKnown(rest, REASONS)}`
}

const REASONS: readonly KnownSentence[] = [
  (values) => t('No rule is about it: it goes to Anthropic as it came.', values),
  (values) => t('PROVIDER={{provider}} sends everything there.', values),
  (values) => t('The request asks for "{{model}}".', values),
  (values) => t('The system prompt asks for "{{target}}" in its tag.', values),
  (values) => t('The header names the agent "{{agent}}".', values),
  (values) => t('The system prompt is the agent "{{agent}}".', values),
  (values) => t('The header tells of a sub-agent.', values),
  (values) => t('It is from no mapped sub-agent.', values),
  (values) => t('It is from a sub-agent that is not mapped.', values),
  (values) => t('Route {{kind}}: no other rule is about it.', values),
  (values) => t('Route {{kind}}: "{{model}}" is a haiku model.', values),
  (values) => t('Not {{kind}}: "{{model}}" is no haiku model.', values),
  (values) => t('Route {{kind}}: it has the web search tool.', values),
  (values) => t('Not {{kind}}: it has no web search tool.', values),
  (values) => t('Route {{kind}}: it asks to think.', values),
  (values) => t('Not {{kind}}: it asks not to think.', values),
  (values) => t('Route {{kind}}: about {{tokens}} tokens are more than {{most}}.', values),
  (values) => t('Not {{kind}}: it is not more than {{most}} tokens.', values),
  (values) => t('It names no model.', values),
  (values) => t('No provider lists the model "{{model}}".', values),
  (values) => t('The name "{{model}}" begins like a model of {{provider}}.', values),
  (values) => t('The provider "{{provider}}" lists the model "{{model}}".', values),
  (values) => t('No provider "{{provider}}" is set up.', values),
  (values) => t('The provider "{{provider}}" is switched off.', values),
]
