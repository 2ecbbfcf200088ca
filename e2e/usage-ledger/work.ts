export const PROJECTS = ['/home/me/app', '/home/me/lib, the second', '/srv/ünï'] as const
const SESSIONS = 24

/** The work that a request belongs to, as Claude Code tells it. */
export interface Work {
  project: string
  session: string
  /** A sub-agent's ID, or the kind of a request without one. */
  agent: string
}

/** Each session has a project, sub-agents, and requests for a title, which name no project. */
export function workOf(n: number): Work {
  const session = n % SESSIONS
  const turn = Math.floor(n / SESSIONS)
  const agent = turn % 4 === 3 ? 'title' : turn % 4 === 2 ? `agent-${session}-${turn % 3}` : 'main'
  return { project: PROJECTS[session % PROJECTS.length] ?? '', session: `session-${session}`, agent }
}

export function promptOf({ project, agent }: Work): object {
  if (agent === 'title')
    return { system: 'You are naming a coding session', messages: [{ role: 'user', content: 'x' }] }
  const text = `# Environment\n - Primary working directory: ${project}\n - Platform: linux`
  return {
    tools: [{ name: 'Bash', input_schema: { type: 'object' } }],
    messages: [
      { role: 'user', content: 'x' },
      { role: 'system', content: [{ type: 'text', text }] },
    ],
  }
}
