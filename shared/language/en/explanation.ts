import type { Message } from '../en.ts'

/** Explanations of a request: why it missed the prompt cache, and what is not known of it. */
export const EXPLANATION_EN = {
  'cache.first_request': 'First request of its kind in this session: nothing was in the cache yet.',
  'cache.model': 'The model changed. Each model has its own cache.',
  'cache.tools': 'The tools changed. They come first in the prompt, so everything after them was read again.',
  'cache.system': 'The system prompt changed. Everything after it was read again.',
  'cache.message': 'An earlier message changed. Everything from there on was read again.',
  'cache.thinking': 'The thinking setting changed, so the messages were read again.',
  'cache.effort': 'The effort changed, so the messages were read again.',
  'cache.speed': 'The speed changed. Fast mode has its own cache.',
  'cache.beta': 'The list of beta features (header anthropic-beta) changed.',
  'cache.cache_control': 'A cache mark is missing or moved, so its part of the cache couldn’t be used.',
  'cache.block_limit':
    'More than 20 blocks were added since the last cache mark. The API looks back no further than that.',
  'cache.ttl_5m': 'More than 5 minutes passed since the last request, so the cache expired.',
  'cache.ttl_1h': 'More than an hour passed since the last request, so the cache expired.',
  'cache.account': 'The request went to another account, organization or provider, which has its own cache.',
  'cache.compaction': 'The conversation was compacted. Its summary replaced the earlier messages.',
  'cache.nothing_changed': 'Nothing changed and the cache hadn’t expired: the API dropped it.',
  'avoid.first_request': 'Nothing to avoid: the first request writes the cache that the next ones read.',
  'avoid.model':
    'Switch the model at the start of a session or after /clear, when there is little to read again.',
  'avoid.tools':
    'Connect MCP servers before the session starts, and remove those that connect late or change their tools. With tool search (ENABLE_TOOL_SEARCH) a new tool isn’t part of the cached prompt.',
  'avoid.system':
    'Change output style, working folders and other things that are in the system prompt between sessions.',
  'avoid.message': 'Something rewrote an earlier message: a hook, an edited message or cleared tool results.',
  'avoid.thinking': 'Keep thinking on or off for a whole session.',
  'avoid.effort': 'Choose the effort at the start of a session.',
  'avoid.speed': 'Turn fast mode on or off at the start of a session.',
  'avoid.beta': 'Change settings that turn features on or off, and update Claude Code, between sessions.',
  'avoid.cache_control': 'The client places the cache marks. An update of the client may help.',
  'avoid.block_limit': 'Many tool calls in one turn cause this. Nothing needs to change if it is rare.',
  'avoid.ttl_5m': 'Answer within 5 minutes, or use /compact before a long break so that less is read again.',
  'avoid.ttl_1h': 'Use /compact or /clear before a break of more than an hour, so that less is read again.',
  'avoid.account': 'Stay with one account and provider for a whole session.',
  'avoid.compaction': 'Expected after a compaction: the shorter conversation costs less from now on.',
  'avoid.nothing_changed': 'You can’t avoid it: the API may drop a cache before it expires.',
  'explanation.no_body': 'The body of this request isn’t stored, so it can’t be compared or measured.',
  'explanation.no_previous_body':
    'The body of the previous request isn’t stored, so the reason for the cache miss is unknown.',
  'explanation.too_deep':
    'The body of this request or the previous one is nested too deeply to be compared or measured.',
  'explanation.in_flight': 'This request is still in flight.',
} as const satisfies Record<string, Message>
