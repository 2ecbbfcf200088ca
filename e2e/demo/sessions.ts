import { HAIKU, OPUS, SONNET } from '../readme-rig/write-days.ts'

/** One step of a session: what the user says, or the tool that the assistant calls. */
export type Step =
  /** `done` ends the assistant's work on it, after the last tool. */
  | { says: string; answer: string; done: string }
  | { tool: string; input: Readonly<Record<string, string>>; result: string; failed?: boolean }

export interface DemoSession {
  project: string
  model: string
  /** Start, in hours before now. */
  hoursAgo: number
  /** The steps repeat, with other files, until the session has as many requests. */
  requests: number
  steps: readonly Step[]
  /** One of its requests is refused a few times before it succeeds. */
  isOverloaded?: boolean
  /** A pause that outlasts the five minutes of the prompt cache. */
  pauses?: boolean
}

const read = (file: string, result: string): Step => ({ tool: 'Read', input: { file_path: file }, result })
const bash = (command: string, result: string, failed = false): Step => ({
  tool: 'Bash',
  input: { command },
  result,
  failed,
})
const edit = (file: string, before: string, after: string): Step => ({
  tool: 'Edit',
  input: { file_path: file, old_string: before, new_string: after },
  result: `The file ${file} has been updated.`,
})

/** Invented work of three days in four projects. */
export const SESSIONS: readonly DemoSession[] = [
  {
    project: '/home/ada/parser',
    model: OPUS,
    hoursAgo: 0.7,
    requests: 34,
    pauses: true,
    steps: [
      {
        says: 'Fix the tests of the duration parser',
        answer: 'I will run the tests first.',
        done: 'All tests pass: the pattern accepts hours.',
      },
      bash(
        'npm test',
        'Tests  1 failed | 41 passed\nparse-duration.test.ts: expected 5400000, got NaN',
        true,
      ),
      read(
        'src/parse-duration.ts',
        'const PATTERN = /^(\\d+)(ms|s|m)$/\n\nexport function parseDuration(text: string) {…}',
      ),
      edit('src/parse-duration.ts', '(ms|s|m)', '(ms|s|m|h)'),
      bash('npm test', 'Tests  42 passed'),
      {
        says: 'Also accept fractions such as 1.5h',
        answer: 'Fractions need a wider pattern, and a test for each unit.',
        done: 'Fractions work, and each unit has a test.',
      },
      edit('src/parse-duration.ts', '(\\d+)', '(\\d+(?:\\.\\d+)?)'),
      bash('npm test -- parse-duration', 'Tests  12 passed'),
    ],
  },
  {
    project: '/home/ada/shop',
    model: SONNET,
    hoursAgo: 2.6,
    requests: 41,
    isOverloaded: true,
    steps: [
      {
        says: 'Add a basket that survives a reload',
        answer: 'The basket can live in localStorage, keyed by shop.',
        done: 'The basket survives a reload, and the build is green.',
      },
      { tool: 'Grep', input: { pattern: 'useBasket' }, result: 'src/basket.tsx:14\nsrc/header.tsx:31' },
      read('src/basket.tsx', 'export function Basket() {…}'),
      {
        tool: 'Write',
        input: { file_path: 'src/use-basket.ts', content: 'export function useBasket() {…}' },
        result: 'File created.',
      },
      edit('src/header.tsx', 'items.length', 'basket.count'),
      bash('npm run build', 'built in 1.4 s'),
      {
        says: 'The badge shows the old number after removing an item',
        answer: 'The badge reads a copy. I will subscribe it to the basket.',
        done: 'The badge follows the basket now.',
      },
      edit('src/header.tsx', 'useState(count)', 'useBasket().count'),
    ],
  },
  {
    project: '/home/ada/docs',
    model: HAIKU,
    hoursAgo: 4.5,
    requests: 12,
    steps: [
      {
        says: 'Fix the broken links in the handbook',
        answer: 'I will list the links that lead nowhere.',
        done: 'All three links lead somewhere again.',
      },
      bash('npx lychee docs', '3 broken links'),
      edit('docs/install.md', '/setup', '/install'),
    ],
  },
  {
    project: '/home/ada/parser',
    model: OPUS,
    hoursAgo: 25,
    requests: 38,
    steps: [
      {
        says: 'Make the parser report the position of an error',
        answer: 'Each token needs its offset. I will start in the lexer.',
        done: 'Every error names its line and column.',
      },
      read('src/lexer.ts', 'export function* lex(text: string) {…}'),
      edit('src/lexer.ts', 'yield { kind }', 'yield { kind, at }'),
      bash('npm test', 'Tests  40 passed'),
    ],
  },
  {
    project: '/home/ada/infra',
    model: SONNET,
    hoursAgo: 28,
    requests: 29,
    isOverloaded: true,
    steps: [
      {
        says: 'Why does the deploy take eleven minutes?',
        answer: 'The image is built twice. The second build uses no cache.',
        done: 'Deploys take four minutes now: the second build uses the cache.',
      },
      read('.github/workflows/deploy.yml', 'jobs:\n  build: …'),
      bash('docker history shop:latest', '18 layers'),
      edit('.github/workflows/deploy.yml', 'docker build .', 'docker buildx build --cache-from type=gha .'),
    ],
  },
  {
    project: '/home/ada/shop',
    model: SONNET,
    hoursAgo: 49,
    requests: 46,
    pauses: true,
    steps: [
      {
        says: 'Write tests for the checkout',
        answer: 'I will cover the happy path, an empty basket, and a declined card.',
        done: 'Seven tests cover the checkout.',
      },
      {
        tool: 'Glob',
        input: { pattern: 'src/checkout/**' },
        result: 'src/checkout/pay.ts\nsrc/checkout/form.tsx',
      },
      {
        tool: 'Write',
        input: { file_path: 'src/checkout/pay.test.ts', content: "test('declined card', …)" },
        result: 'File created.',
      },
      bash('npm test -- checkout', 'Tests  7 passed'),
    ],
  },
]
