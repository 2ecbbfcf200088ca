import { describe, expect, it } from 'vitest'
import { howToRun } from './how-to-run.ts'

const CHECKOUT = '/home/ada/signalbox'
const stop = (script: string, env: Record<string, string> = {}, cwd = CHECKOUT) =>
  howToRun({ argv: ['/usr/bin/node', script], env, cwd })('stop --port 3457')

describe.runIf(process.platform !== 'win32')('a command is said the way this one was started', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['npm start', `${CHECKOUT}/main/start.ts`, {}, 'npm run -s headless -- stop --port 3457'],
    [
      'npm run headless',
      `${CHECKOUT}/out/main/headless.js`,
      { npm_lifecycle_event: 'headless', npm_package_name: 'signalbox' },
      'npm run -s headless -- stop --port 3457',
    ],
    [
      "another project's npm start",
      '/usr/local/bin/signalbox',
      { npm_lifecycle_event: 'start', npm_package_name: 'theirs' },
      'signalbox stop --port 3457',
    ],
    ['a link in PATH', '/usr/local/bin/signalbox', {}, 'signalbox stop --port 3457'],
    [
      'a .cmd of Windows',
      String.raw`C:\npm\node_modules\signalbox\out\main\headless.js`,
      {},
      'signalbox stop --port 3457',
    ],
    [
      'npx',
      '/home/ada/.npm/_npx/1/node_modules/.bin/signalbox',
      { npm_lifecycle_event: 'npx' },
      'npx signalbox stop --port 3457',
    ],
    [
      'node and the file',
      `${CHECKOUT}/out/main/headless.js`,
      {},
      'node out/main/headless.js stop --port 3457',
    ],
    ['a file elsewhere', '/opt/my app/headless.js', {}, 'node "/opt/my app/headless.js" stop --port 3457'],
  ])('%s', (_way, script, env, said) => {
    expect(stop(script, env)).toBe(said)
  })
})
