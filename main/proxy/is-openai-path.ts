/** Endpoints of OpenAI's API that clients such as Codex use (https://platform.openai.com/docs/api-reference). */
const PATHS = ['/v1/responses', '/v1/chat/completions']

/**
 * Other endpoints of OpenAI's API that Anthropic's doesn't have. Without a provider for OpenAI clients they are left to
 * the upstream, which may be a gateway that has them.
 */
const OTHER_PATHS = [
  '/v1/completions',
  '/v1/embeddings',
  '/v1/conversations',
  '/v1/moderations',
  '/v1/images',
  '/v1/audio',
  '/v1/realtime',
  '/v1/vector_stores',
  '/v1/uploads',
  '/v1/batches',
  '/v1/fine_tuning',
  '/v1/evals',
]

/** @param url a request target, with or without its query */
export function isOpenAiPath(url: string): boolean {
  const [path = '', query = ''] = url.split('?', 2)
  // Codex's list of models with a ChatGPT sign-in, which Anthropic must not get.
  if (path === '/v1/models') return new URLSearchParams(query).has('client_version')
  return isBelow(path, PATHS)
}

/** @param url a request target, with or without its query */
export function isOtherOpenAiPath(url: string): boolean {
  return isBelow(url.split('?', 1)[0] ?? '', OTHER_PATHS)
}

function isBelow(path: string, paths: readonly string[]): boolean {
  return paths.some((each) => path === each || path.startsWith(`${each}/`))
}
