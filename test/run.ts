import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'

/**
 * `npm test`: all tests, then a look through everything that the gateways of the run have logged, and last
 * the line `N passed, N failed`.
 */

type Report = {
  numPassedTests: number
  numFailedTests: number
  numTotalTests: number
  numFailedTestSuites: number
  success: boolean
}

const ROOT = path.resolve(import.meta.dirname, '..')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-run-'))
const logs = path.join(folder, 'logs')
fs.mkdirSync(logs)

const whole = runVitest('whole', process.argv.slice(2))
const audit = runVitest('audit', ['--config', 'test/log-audit.config.ts'])
fs.rmSync(folder, { recursive: true })

const passed = whole.passed + audit.passed
const failed = whole.failed + audit.failed
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1

function runVitest(name: string, args: string[]): { passed: number; failed: number } {
  const file = path.join(folder, `${name}.json`)
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PONTE_TEST_LOGS: logs } },
  )
  const report = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Report) : null
  // A file that does not even load has no tests to fail, and a run may fail beside its tests.
  const failed = Math.max(report?.numFailedTests ?? 0, status === 0 ? 0 : 1)
  return { passed: report?.numPassedTests ?? 0, failed }
}
