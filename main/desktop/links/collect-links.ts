import type { App } from 'electron'
import { linkIn } from './parse-link.ts'

/** The links that the system hands over, from the very start of the program on. */
export interface Links {
  /** Tells of the links so far, and of each that comes. For one listener. */
  onLink: (listener: (link: string) => void) => void
}

export interface CollectLinksDeps {
  app: Pick<App, 'on'>
  argv: readonly string[]
}

/**
 * Keeps links until somebody can follow them. macOS tells of a link by an event that may come before `ready`; the
 * others put it on the command line, of the first start or of a second one.
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
