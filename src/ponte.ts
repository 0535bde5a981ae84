import * as fs from 'node:fs'
import { parseArgs } from 'node:util'
import { COMMANDS } from './commands/commands.ts'
import { StartupError } from './errors.ts'

/** The command line: `npm run ponte -- <command>`. Answers on stdout, trouble on stderr with exit code 1. */

const [name = '', ...rest] = process.argv.slice(2)
const command = COMMANDS[name]

if (!command) {
  const list = Object.entries(COMMANDS).map(([known, { summary }]) => `  ${known.padEnd(16)} ${summary}`)
  const known = `Commands (each tells more with --help):\n${list.join('\n')}\n`
  const isQuestion = name === '' || name === '--help'
  if (isQuestion) process.stdout.write(known)
  else process.stderr.write(`There is no command "${name}".\n${known}`)
  process.exit(isQuestion ? 0 : 1)
}

try {
  if (fs.existsSync('.env')) process.loadEnvFile()
  const options = { ...command.options, help: { type: 'boolean' }, json: { type: 'boolean' } } as const
  const allowPositionals = command.takesWords ?? false
  const { values, positionals } = parseArgs({ args: rest, options, strict: true, allowPositionals })
  if (values.help) process.stdout.write(command.help)
  else await command.run(values, process.env, positionals)
  process.exit(0)
} catch (error) {
  const isForPeople =
    error instanceof StartupError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.stderr.write(`${isForPeople ? (error as Error).message : (error as Error).stack}\n`)
  process.exit(1)
}
