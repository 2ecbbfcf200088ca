import type { Message } from '../en.ts'

/** Why a request is sent to a provider, or not. */
export const ROUTING_EN = {
  'routing.passthrough': 'No rule matches. Sent to Anthropic unchanged.',
  'routing.single': 'PROVIDER={provider} applies to every request.',
  'routing.explicit': 'The request asks for “{model}”.',
  'routing.direct': 'The model “{model}” has its own route.',
  'routing.tag': 'A tag in the system prompt asks for “{target}”.',
  'routing.agent_named': 'A request header names the agent “{agent}”.',
  'routing.agent_recognized': 'The system prompt belongs to the agent “{agent}”.',
  'routing.agent_any': 'The request is from a sub-agent.',
  'routing.agent_none': 'The request isn’t from a mapped sub-agent.',
  'routing.agent_unmapped': 'The request is from a sub-agent that isn’t mapped.',
  'routing.long_context':
    'Route longContext: about {tokens, number} tokens exceed the limit of {limit, number}.',
  'routing.not_long_context': 'Not longContext: no more than {limit, number} tokens.',
  'routing.compaction': 'Route compaction: the request summarizes the conversation (/compact).',
  'routing.not_compaction': 'Not compaction: the request doesn’t summarize the conversation.',
  'routing.classifier': 'Route classifier: the request judges whether an action is safe (auto mode).',
  'routing.not_classifier': 'Not classifier: the request doesn’t judge an action.',
  'routing.title': 'Route title: the request names the session.',
  'routing.not_title': 'Not title: the request doesn’t name the session.',
  'routing.background': 'Route background: “{model}” is a Haiku model.',
  'routing.not_background': 'Not background: “{model}” isn’t a Haiku model.',
  'routing.web_search': 'Route webSearch: the request offers the web search tool.',
  'routing.not_web_search': 'Not webSearch: the request doesn’t offer the web search tool.',
  'routing.think': 'Route think: thinking is on.',
  'routing.not_think': 'Not think: thinking is off.',
  'routing.default': 'Route default: no other rule matches.',
  'routing.prefix': '“{model}” matches the model prefix of {provider}.',
  'routing.listed': 'The provider “{provider}” lists the model “{model}”.',
  'routing.not_listed': 'No provider lists the model “{model}”.',
  'routing.no_model': 'The request contains no model.',

  // Why a provider is not asked.
  'routing.provider_missing': 'The provider “{provider}” isn’t set up.',
  'routing.provider_off': 'The provider “{provider}” is turned off.',
  'routing.providers': 'Set up: {names}.',
} as const satisfies Record<string, Message>
