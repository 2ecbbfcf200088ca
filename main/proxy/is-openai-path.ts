/** Endpoints of OpenAI's API that clients such as Codex use (https://platform.openai.com/docs/api-reference). */
const PATHS = ['/v1/responses', '/v1/chat/completions']

/** @param url a request target, with or without its query */
export function isOpenAiPath(url: string): boolean {
  const [path = ''] = url.split('?', 1)
  return PATHS.some((each) => path === each || path.startsWith(`${each}/`))
}
