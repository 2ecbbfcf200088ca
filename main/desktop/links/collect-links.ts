import type { App } from 'electron'
import { linkIn } from './parse-link.ts'

/** Links that the system hands to the app, collected from process start. */
export interface Links {
  /** Calls the listener with the links so far and with each later one. Supports a single listener. */
  onLink: (listener: (link: string) => void) => void
}

export interface CollectLinksDeps {
  app: Pick<App, 'on'>
  argv: readonly string[]
}

/**
 * Buffers links until a listener is attached. macOS sends an event, possibly before `ready`; the other systems pass the
 * link on the command line of the first or of a second instance.
 */
export function collectLinks({ app, argv }: CollectLinksDeps): Links {
  const waiting: string[] = []
  let tell = (link: string): void => void waiting.push(link)

  app.on('open-url', (event, url) => {
    event.preventDefault()
    tell(url)
  })
  app.on('second-instance', (_event, arguments_) => {
    const link = linkIn(arguments_)
    if (link !== undefined) tell(link)
  })
  const first = linkIn(argv)
  if (first !== undefined) tell(first)

  return {
    onLink(listener) {
      tell = listener
      waiting.splice(0).forEach(listener)
    },
  }
}
