import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { z } from '@hono/zod-openapi'
import { createUser } from '#src/accounts/sign-up.ts'
import { describeUser, newUserFields } from '#src/accounts/user.ts'
import { createCpfVault } from '#src/auth/cpf.ts'
import { createTokens } from '#src/auth/tokens.ts'
import { checkKeys } from '#src/db/check-keys.ts'
import { DomainError, StartupError } from '#src/errors.ts'
import { ROLES, type Role } from '#src/roles.ts'
import type { Environment } from '#src/settings.ts'
import { localVisit } from '#src/visit.ts'
import type { Command } from './commands.ts'
import { openDatabase } from './open-database.ts'

const FIELDS = Object.keys(newUserFields) as (keyof typeof newUserFields)[]

export const userCreate: Command = {
  summary: 'create an account, for example the first admin',
  help: `npm run ponte -- user:create --role admin

Asks for everything else, so that neither CPF nor password end up in the shell's history. From a program:

  npm run --silent ponte -- user:create --role admin --json < person.json

where person.json has ${FIELDS.join(', ')}.

  --role   requester (default), agent, lead or admin
  --json   print the account as JSON
`,
  options: { role: { type: 'string', default: 'requester' } },
  async run({ role, json }, environment) {
    const chosen = ROLES.find((known) => known === role)
    if (!chosen) throw new StartupError(`--role: found "${role}", expected ${ROLES.join(', ')}`)
    const person = await readPerson()
    const user = await createInDatabase(person, chosen, environment)
    const shown = describeUser(user)
    process.stdout.write(
      json
        ? `${JSON.stringify(shown)}\n`
        : `${shown.full_name} can sign in with the matricula ${shown.matricula}\n`,
    )
  },
}

type Person = z.infer<z.ZodObject<typeof newUserFields>>

async function readPerson(): Promise<Person> {
  const given = process.stdin.isTTY ? await askForPerson() : parseJson(await text(process.stdin))
  const parsed = z.strictObject(newUserFields).safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new StartupError(`The account cannot be created:\n${lines.join('\n')}`)
}

function parseJson(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch (cause) {
    throw new StartupError('What came on standard input is not JSON; see --help', { cause })
  }
}

async function askForPerson(): Promise<Record<string, string>> {
  let isHidden = false
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk)
      done()
    },
  })
  const terminal = createInterface({ input: process.stdin, output, terminal: true })
  const answers: Record<string, string> = {}
  for (const field of FIELDS) {
    process.stdout.write(`${field}: `)
    isHidden = field === 'password' || field === 'cpf'
    answers[field] = (await terminal.question('')).trim()
    if (isHidden) process.stdout.write('\n')
    isHidden = false
  }
  terminal.close()
  return answers
}

function createInDatabase(person: Person, role: Role, given: Environment) {
  return openDatabase(given, async ({ config, db }) => {
    const cpfVault = createCpfVault(config.auth.cpfKeys)
    await checkKeys(db, { CPF_KEY: cpfVault.fingerprint })
    const ports = {
      db,
      cpfVault,
      tokens: createTokens(config.auth),
      clock: () => new Date(),
    }
    const visit = localVisit('user:create')
    return createUser(ports, person, { role, mustConfirm: false, actorId: null, visit }).catch(tellTaken)
  })
}

function tellTaken(error: unknown): never {
  if (!(error instanceof DomainError)) throw error
  const taken = error.fields.map(({ path }) => path.join('.')).join(', ')
  throw new StartupError(`There is an account with this ${taken} already`, { cause: error })
}
