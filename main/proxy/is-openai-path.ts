/** Endpoints of OpenAI's API that clients such as Codex use (https://platform.openai.com/docs/api-reference). */
const PATHS = ['/v1/responses', '/v1/chat/completions']

/** @param url a request target, with or without its query */
export function isOpenAiPath(url: string): boolean {
  const [path = '', query = ''] = url.split('?', 2)
  // Codex's list of models with a ChatGPT sign-in, which Anthropic must not get.
  if (path === '/v1/models') return new URLSearchParams(query).has('client_version')
  return PATHS.some((each) => path === each || path.startsWith(`${each}/`))
}
