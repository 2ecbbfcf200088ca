import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ensureChromium } from './ensure-chromium.ts'

/*
 * `npm test`: all checks, cheapest first. Ends with one line `N passed, N failed` that counts every test of every
 * runner.
 */

const ROOT = join(import.meta.dirname, '..')
const RESULTS = join(ROOT, 'test-results')
rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS, { recursive: true })

const totals = { passed: 0, failed: 0, skipped: 0 }
/** Repeated at the end, because they are hard to find in thousands of lines. */
const failures: string[] = []
const chromium = ensureChromium()
const env = { ...process.env, SIGNALBOX_CHROMIUM: chromium.path }

step('format', ['oxfmt', '--check', '.'])
step('lint', ['oxlint', '--type-aware', '--deny-warnings'])
step('types', ['tsc'])
step('types of main', ['tsc', '-p', 'main'])
step('types of the pages', ['tsc', '-p', 'renderer'])
step('unused code', ['knip'])
step('code that only tests use', ['knip', '--production'])
step('build', ['electron-vite', 'build'])
vitest('unit', ['--project', 'node', '--project', 'dom'])
vitest('integration', ['--project', 'integration', '--maxWorkers', '2'])
vitest('alone', ['--project', 'alone'])
playwright('end to end', ['--project', 'side by side', '--workers', '2'])
playwright('end to end, alone', ['--project', 'alone'])

console.log(`\nRan on Node ${process.versions.node} and ${chromium.version}.`)
for (const failure of failures) console.log(`failed: ${failure}`)
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`)
process.exit(totals.failed === 0 ? 0 : 1)

function step(name: string, command: string[]): void {
  if (!run(name, command)) {
    console.error(`\n${name}: failed`)
    process.exit(1)
  }
}

function vitest(name: string, projects: string[]): void {
  const file = join(RESULTS, `${name}.json`)
  const ok = run(name, [
    'vitest',
    'run',
    ...projects,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report: VitestReport = JSON.parse(readFileSync(file, 'utf8'))
  const failed = failedIn(report)
  failures.push(...(failed.length === 0 && !ok ? [`${name}: the runner itself, see above`] : failed))
  count({ passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests }, ok)
}

function playwright(name: string, options: string[]): void {
  const file = join(RESULTS, 'playwright.json')
  const ok = run(name, ['playwright', 'test', ...options, '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  if (!ok) failures.push(`${name}: see above`)
  const { stats }: PlaywrightReport = JSON.parse(readFileSync(file, 'utf8'))
  count({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }, ok)
}

function failedIn(report: VitestReport): string[] {
  return report.testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(ROOT, name)
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0 && message !== '') return [`${file}: ${message.split('\n')[0]}`]
    return failed.map(
      ({ fullName, failureMessages }) =>
        `${file}: ${fullName}\n  ${failureMessages.join('\n  ').slice(0, 500)}`,
    )
  })
}

/** A runner that failed without a failed test (a crash, no test found) counts as one failure. */
function count(result: typeof totals, ok: boolean): void {
  totals.passed += result.passed
  totals.failed += ok ? result.failed : Math.max(1, result.failed)
  totals.skipped += result.skipped
}

function run(name: string, [command = '', ...args]: string[], extra: NodeJS.ProcessEnv = {}): boolean {
  console.log(`\n── ${name}`)
  const startedAt = Date.now()
  const bin = join(ROOT, 'node_modules/.bin', process.platform === 'win32' ? `${command}.cmd` : command)
  const { status } = spawnSync(bin, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...env, ...extra },
    shell: process.platform === 'win32',
  })
  console.log(
    `${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  )
  return status === 0
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: {
    name: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}
