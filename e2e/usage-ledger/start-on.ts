import { type Headless, startHeadless } from '../start-headless.ts'

/** A server whose clock shows noon of a day. */
export function startOn(
  day: string,
  { dataDir, upstream }: { dataDir: string; upstream: string },
): Promise<Headless> {
  const ahead = Date.parse(`${day}T12:00:00Z`) - Date.now()
  const moved = `const D = Date; globalThis.Date = class extends D {
    constructor(...parts) { if (parts.length === 0) super(D.now() + ${ahead}); else super(...parts) }
    static now() { return D.now() + ${ahead} }
  }`
  const clock = `data:text/javascript,${encodeURIComponent(moved)}`
  return startHeadless({
    dataDir,
    env: { ANTHROPIC_FORWARD_URL: upstream, NODE_OPTIONS: `--import=${clock}` },
  })
}
