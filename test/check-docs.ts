import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'

/** Every path of the project that a document names must exist: documents age by the files they speak of. */

const ROOT = path.resolve(import.meta.dirname, '..')
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
const TOP = /^(src|test|sandbox|web|bench|docs|drizzle|vendor)\//

const missing = documents
  .trim()
  .split('\n')
  .filter((file) => fs.existsSync(path.join(ROOT, file)))
  .flatMap((file) => {
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8')
    const named = [...text.matchAll(/`([\w./@-]+)`|\]\(([^)#\s]+)[^)]*\)/g)].map(
      ([, code, link]) => code ?? link ?? '',
    )
    return named
      .filter((name) => TOP.test(name) || /^[A-Z]+\.md$/.test(name))
      .filter(
        (name) =>
          !fs.existsSync(path.join(ROOT, name)) && !fs.existsSync(path.join(ROOT, path.dirname(file), name)),
      )
      .map((name) => `${file} names ${name}, which is not there`)
  })

if (missing.length > 0) process.stderr.write(`${missing.join('\n')}\n`)
process.exitCode = missing.length > 0 ? 1 : 0
