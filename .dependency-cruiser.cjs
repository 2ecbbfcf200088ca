/*
 * Which room may import which; main/house-rules/import-rules.test.ts runs these rules. Types count as imports, because
 * a room that knows another one's types has to change with it.
 */

/** Each room and the other rooms that it may import. What is not listed is forbidden. */
const ROOMS = {
  shared: [],
  'main/base': ['shared'],
  'main/providers': ['shared', 'main/base'],
  'main/proxy': ['shared', 'main/base', 'main/providers'],
  'main/logging': ['shared', 'main/base'],
  'main/export': ['shared', 'main/base'],
  'main/diagnostics': ['shared', 'main/base', 'main/logging', 'main/health/views'],
  'main/server': [
    'shared',
    'main/base',
    'main/providers',
    'main/proxy',
    'main/logging',
    'main/export',
    'main/diagnostics',
    'main/health/views',
  ],
  'main/storage': ['shared', 'main/base'],
  'main/health': ['shared', 'main/base'],
  'main/settings': ['shared', 'main/base'],
  'main/transcripts': ['shared', 'main/base'],
  'main/connect': ['shared', 'main/base'],
  'main/cli': ['shared', 'main/base', 'main/server', 'main/logging', 'main/settings', 'main/compose'],
  // Types of these only: see the rule below.
  'main/desktop': ['shared', 'main/base', 'main/server', 'main/logging', 'main/settings'],
  renderer: ['shared'],
}

const OURS = '^(main|shared|renderer|e2e)/'

/** A package, resolved or not: `electron` → node_modules/electron/index.js or electron. */
const packages = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room} imports ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: OURS, pathNot: [room, ...allowed].map((name) => `^${name}(/|[^/]*\\.ts$)`) },
}))

const roots = [
  {
    name: 'only the types of server, logging and settings reach the desktop',
    severity: 'error',
    from: { path: '^main/desktop/' },
    to: { path: '^main/(server|logging|settings)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only index.ts, headless.ts and start.ts import the command line',
    severity: 'error',
    from: { pathNot: '^main/(cli/|(index|headless|start)\\.ts$)' },
    to: { path: '^main/cli/' },
  },
  {
    name: 'only index.ts imports the desktop',
    severity: 'error',
    from: { pathNot: '^main/(desktop/|index\\.ts$)' },
    to: { path: '^main/desktop/' },
  },
  {
    name: 'only index.ts and the command line import the wiring',
    severity: 'error',
    from: { pathNot: '^(e2e/|main/(index\\.ts$|cli/|compose/))' },
    to: { path: '^main/compose/' },
  },
  {
    name: 'nobody imports an entry point',
    severity: 'error',
    from: {},
    to: { path: '^main/(index|headless|start)\\.ts$|^main/desktop/pages/preload\\.ts$' },
  },
]

/** Tests and their fixtures may make what pages only read. */
const FOR_TESTS = '(\\.test|-for-test)\\.tsx?$'

/** The pages show the program's state from one verdict, which the main process computes. */
const oneVerdict = [
  {
    name: 'one module of the pages reads the verdict',
    severity: 'error',
    from: {
      path: '^renderer/',
      // The snapshot keeps a part of it for the first frame of the next start.
      pathNot: ['^renderer/status/read-verdict\\.ts$', '^renderer/api/keep-verdict\\.ts$', FOR_TESTS],
    },
    to: { path: '^shared/(verdict|verdict-marks|language/(en|de|say-verdict))\\.ts$' },
  },
  {
    name: 'one module of the pages reads the catalogue',
    severity: 'error',
    from: { path: '^renderer/', pathNot: ['^renderer/language/say-message\\.ts$', FOR_TESTS] },
    to: { path: '^shared/language/(say|sentences|fill|en/[^/]+|de/[^/]+)\\.ts$' },
  },
  {
    name: 'the checks are read for their rows only',
    severity: 'error',
    from: {
      path: '^renderer/',
      pathNot: ['^renderer/status/checks/', '^renderer/api/(keep-health|read-checks)\\.ts$', FOR_TESTS],
    },
    to: { path: '^renderer/(api/read-checks|status/checks/(read|say)-[^/]+)\\.ts$' },
  },
  {
    name: 'only the view and its rows are made of the health document',
    severity: 'error',
    from: {
      path: '^renderer/',
      pathNot: ['^renderer/api/', '^renderer/status/(checks/|to-view\\.ts$)', FOR_TESTS],
    },
    to: {
      path: '^renderer/(api/health-document|status/checks/to-check-lines)\\.ts$|^shared/health/check-report\\.ts$',
    },
  },
]

/** Parts that rigs start in the program's place: a log to fill, settings and a logger to build it with, a provider. */
const RIG_PARTS = [
  '^main/storage/client/(create-)?store\\.ts$',
  '^main/settings/load-settings\\.ts$',
  '^main/logging/logger\\.ts$',
  '^main/providers/(call-provider|messages-api|resolve-provider|signature|response/collect-message)\\.ts$',
]

/** They compare the program's own limits and parts with what is seen from outside. */
const WHITE_BOX = '^e2e/(api-events|api-fuzz|health-secrets|cli-detection)\\.integration\\.test\\.ts$'

/** The end-to-end tests drive the program from outside. */
const fromOutside = [
  {
    name: 'e2e builds the program through compose, or uses what rooms keep for tests',
    severity: 'error',
    from: { path: '^e2e/', pathNot: WHITE_BOX },
    to: { path: '^main/', pathNot: ['^main/(compose|base)/', '/testing/', ...RIG_PARTS] },
  },
]

const outside = [
  {
    name: 'shared imports typebox only',
    severity: 'error',
    from: { path: '^shared/' },
    to: { dependencyTypesNot: ['local'], pathNot: packages('typebox') },
  },
  {
    name: 'only the desktop imports Electron',
    severity: 'error',
    from: { path: OURS, pathNot: ['^main/desktop/', '^main/index\\.ts$', '^e2e/stand-in/'] },
    to: { path: packages('electron', 'electron-menubar', 'electron-updater') },
  },
  {
    name: 'only the server imports Fastify',
    severity: 'error',
    from: { path: OURS, pathNot: '^main/server/' },
    to: { path: packages('fastify', '@fastify') },
  },
  {
    name: 'only the storage imports SQL',
    severity: 'error',
    from: { path: OURS, pathNot: ['^main/storage/', '^e2e/'] },
    to: { path: `^(node:)?sqlite$|${packages('kysely', 'pg')}` },
  },
  {
    name: 'one file imports the metrics library',
    severity: 'error',
    from: { path: OURS, pathNot: '^main/server/metrics/(metrics|prometheus-parts\\.d)\\.ts$' },
    to: { path: packages('@prometheus-io') },
  },
  {
    name: 'the renderer runs in a browser',
    severity: 'error',
    from: { path: '^renderer/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'the dashboard and the tray share nothing but status, api, ui and language',
    severity: 'error',
    from: { path: '^renderer/(dashboard|tray|status|api|ui|language)/' },
    to: { path: '^renderer/(dashboard|tray)/', pathNot: '^renderer/$1/' },
  },
  {
    name: 'the tray loads no component library',
    severity: 'error',
    // Its window has to paint within 100 ms.
    from: { path: '^renderer/tray/' },
    to: { path: packages('@base-ui'), reachable: true },
  },
  {
    name: 'nothing imports in a circle',
    severity: 'error',
    // Electron's own objects know each other, and so do their doubles.
    from: {
      path: OURS,
      pathNot: ['^e2e/stand-in/'],
    },
    to: { circular: true },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...rooms, ...roots, ...oneVerdict, ...fromOutside, ...outside],
  options: {
    // The TypeScript 7 package has no compiler API; without swc not one module would be seen.
    parser: 'swc',
    tsPreCompilationDeps: true,
    exclude: { path: '^(main|shared|renderer)/.*\\.test\\.tsx?$' },
    doNotFollow: { path: 'node_modules' },
  },
}
