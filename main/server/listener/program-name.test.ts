import { expect, it } from 'vitest'
import { programName } from './program-name.ts'

it.each<[string[], string | undefined]>([
  [['/usr/sbin/nginx', '-g', 'daemon off;'], 'nginx'],
  [['nginx: master process /usr/sbin/nginx'], 'nginx'],
  [['/usr/bin/node', '/srv/app/server.js', '--token', 'hunter2'], 'node (server.js)'],
  [['node', '--inspect', '-r', 'ts-node/register', 'src/main.ts'], 'node (main.ts)'],
  [['node', '--max-old-space-size=4096', '--import=./x.js', '/srv/serve'], 'node (serve)'],
  [['node', '-e', 'require("http").createServer()'], 'node'],
  [['node'], 'node'],
  [['/usr/bin/python3.12', '-m', 'http.server', '3456'], 'python3.12 (http.server)'],
  [['python3', '-c', 'import secret'], 'python3'],
  [['java', '-Xmx1g', '-jar', '/opt/gateway.jar'], 'java (gateway.jar)'],
  [[String.raw`C:\Program Files\nodejs\node.exe`, String.raw`C:\app\server.js`], 'node (server.js)'],
  [['/opt/My App/my app'], 'my app'],
  [['\u001b[31mred\u0007'], '[31mred'],
  [['x'.repeat(100)], `${'x'.repeat(59)}…`],
  [[''], undefined],
  [[], undefined],
])('%j is called %j', (args, name) => {
  expect(programName(args)).toBe(name)
})
