import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { createListeners } from '../base/listeners.ts'
import { type Coded, coded } from '../../shared/language/say.ts'
import { readRegularFile } from '../base/read-regular-file.ts'
import { type FileWatch, watchFiles } from '../base/watch-files.ts'

export interface AgentPrompts {
  /** Agent name → the prompt in its file. */
  read: () => ReadonlyMap<string, string>
  /** Agents without a usable prompt. */
  problems: () => readonly Coded[]
  /** Sets the agents whose files are read and watched, and forgets all others. Resolves when they are read. */
  follow: (names: readonly string[]) => Promise<void>
  /** Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
  close: () => void
}

/**
 * Reads the prompts of Claude Code's sub-agents from their files, and again whenever one changes.
 *
 * @param folders folders to search for `<name>.md`; the first match wins
 */
export function createAgentPrompts({ folders }: { folders: readonly string[] }): AgentPrompts {
  const listeners = createListeners()
  let names: readonly string[] = []
  let watches: FileWatch[] = []
  let prompts: ReadonlyMap<string, string> = new Map()
  let problems: readonly Coded[] = []

  async function load(): Promise<void> {
    const wanted = names
    const found = await Promise.all(wanted.map((name) => readAgent(name, folders)))
    // A newer list of names is being loaded.
    if (wanted !== names) return
    const next = new Map(found.flatMap(({ name, prompt }) => (prompt === undefined ? [] : [[name, prompt]])))
    const complaints = found.flatMap(({ problem }) => problem ?? [])
    if (isDeepStrictEqual(next, prompts) && isDeepStrictEqual(complaints, problems)) return
    prompts = next
    problems = complaints
    listeners.notify()
  }
  function close(): void {
    for (const watch of watches) watch.close()
    watches = []
  }

  return {
    read: () => prompts,
    problems: () => problems,
    async follow(next) {
      if (isDeepStrictEqual(next, names)) return
      names = next
      close()
      const files = names.filter(isFileName).map((name) => `${name}.md`)
      if (files.length > 0) {
        watches = folders.map((folder) => watchFiles(folder, { names: files, onChange: () => void load() }))
      }
      await load()
    },
    onChange: listeners.add,
    close,
  }
}

/** Limit in bytes; a prompt is a few pages long. */
const MAX_PROMPT_BYTES = 1024 * 1024

interface Agent {
  name: string
  prompt?: string
  problem?: Coded
}

async function readAgent(name: string, folders: readonly string[]): Promise<Agent> {
  // The wildcard for all agents, never an agent's name.
  if (name === '*') return { name }
  if (!isFileName(name)) return { name, problem: coded('agent.bad_name', { agent: name }) }
  const paths = folders.map((folder) => join(folder, `${name}.md`))
  for (const path of paths) {
    const bytes = await readRegularFile(path, { maxBytes: MAX_PROMPT_BYTES }).catch(() => undefined)
    if (bytes === undefined) continue
    const prompt = promptOf(bytes.toString('utf8'))
    if (prompt !== undefined) return { name, prompt }
    return { name, problem: coded('agent.no_prompt', { path }) }
  }
  return { name, problem: coded('agent.no_file', { agent: name, paths: paths.join(', ') }) }
}

function isFileName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(name)
}

/**
 * `--- name: x
 * --- You review …` → `You review …`. A later line of dashes belongs to the prompt.
 */
function promptOf(text: string): string | undefined {
  const [, ...rest] = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n---\n')
  const prompt = rest.join('\n---\n').trim()
  return prompt === '' ? undefined : prompt
}
