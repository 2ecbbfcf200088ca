import { type ClaudeOptions, type ClaudeRun, startClaude } from './start-claude.ts'

/** Runs `claude -p` to its end. Kills it and rejects after `timeoutMs` (default 30,000). */
export async function runClaude({
  timeoutMs = 30_000,
  ...options
}: ClaudeOptions & { timeoutMs?: number }): Promise<ClaudeRun> {
  const claude = await startClaude(options)
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`claude did not end within ${timeoutMs} ms`)),
    timeoutMs,
  )
  try {
    return await Promise.race([claude.exited, late.promise])
  } finally {
    clearTimeout(timer)
    await claude.kill()
  }
}
