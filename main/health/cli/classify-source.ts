import type { InstallSource } from '../../../shared/health/cli.ts'

/**
 * First match wins, so the order matters: a Node.js of nvm, Volta or Homebrew also has a `node_modules`, but is more
 * specific. Homebrew's own formulas live in its Cellar; `npm -g` under Homebrew's Node.js does not.
 */
const MARKS: readonly (readonly [RegExp, InstallSource])[] = [
  [/\/\.volta\//, 'volta'],
  [/\/\.nvm\/|\/nvm\/(?:versions\/node\/)?v\d|\/nvm4w\//i, 'nvm'],
  [/\/\.bun\//, 'bun'],
  [/\/(?:Cellar|Caskroom)\//, 'homebrew'],
  [/\/node_modules\/|\/\.claude\/local\/|\/\.npm-global\/|\/AppData\/Roaming\/npm\//i, 'npm'],
  [/^\/opt\/homebrew\/|\/\.linuxbrew\//, 'homebrew'],
  [/\/\.local\/(?:bin|share\/claude)\//, 'native'],
]

/** The installer of the binary at `path`; `realpath` is the file after resolving links. */
export function classifySource(path: string, realpath: string): InstallSource {
  const places = [path, realpath].map((place) => place.replaceAll('\\', '/'))
  return MARKS.find(([mark]) => places.some((place) => mark.test(place)))?.[1] ?? 'other'
}
