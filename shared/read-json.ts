/**
 * Reads a JSON body from an untrusted server, which may send endless data.
 *
 * @param limit in decoded bytes
 * @throws Error beyond the limit, SyntaxError for invalid JSON
 */
export async function readJson(response: Response, limit: number): Promise<unknown> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    // Leaving the loop cancels the body.
    if (size > limit) throw new Error(`more than ${limit} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return JSON.parse(text + decoder.decode())
}
