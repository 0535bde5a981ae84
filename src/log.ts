import { DrizzleQueryError } from 'drizzle-orm/errors'
import pino from 'pino'
import postgres from 'postgres'

/** One JSON line per event on stderr; stdout is for the few lines that a person reads at start. */
export type Log = pino.Logger

type Options = { level: string; destination?: pino.DestinationStream }

export function createLog({ level, destination = pino.destination({ dest: 2, sync: true }) }: Options): Log {
  return pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // The last step before the line leaves: whatever was logged, at whatever depth, passes here.
      hooks: { streamWrite: redact },
    },
    destination,
  )
}

const REDACTED = '[redacted]'
const SECRET_KEYS =
  'password|new_password|current_password|hashed_password|senha|cpf|token|access_token|refresh_token|' +
  'authorization|cookie|set-cookie|secret|jwtSecret|cpfKeys|secretKey|clientSecret|webhookUrl|eventTokens'
const RULES: readonly [RegExp, string][] = [
  [
    new RegExp(`("(?:${SECRET_KEYS})":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\]|\\d+)`, 'gi'),
    `$1"${REDACTED}"`,
  ],
  [/\b(Bearer|Basic) +[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]*\.[\w-]*/g, REDACTED],
  [/\b((?:access_token|refresh_token|token|password|auth|cpf)=)[^&;\s"\\]+/gi, `$1${REDACTED}`],
  // The secret of an incoming webhook is a part of its path.
  [/(\/rest\/\d+\/)[\w-]+/g, `$1${REDACTED}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"/@]+@/gi, `$1${REDACTED}@`],
  [/(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w.-])/g, REDACTED],
]

/** Most lines hold none of it, and one look is cheaper than all the rules. */
const SUSPICIOUS =
  /password|senha|cpf|token|authorization|cookie|secret|key|webhook|bearer|basic|eyJ|auth=|\/rest\/|:\/\/|\d{3}\.?\d{3}\.?\d{3}-?\d{2}/i

export function redact(line: string): string {
  if (!SUSPICIOUS.test(line)) return line
  let clean = line
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement)
  return clean
}

/** Database errors quote values ("Key (email)=(...) already exists") and parameters; their codes are enough. */
function describeError(error: unknown): object {
  if (error instanceof DrizzleQueryError) {
    return {
      type: error.name,
      query: error.query,
      cause: describeError(error.cause),
      stack: ownFrames(error),
    }
  }
  if (error instanceof postgres.PostgresError) {
    const { name, code, severity, table_name: table, constraint_name: constraint, routine } = error
    return { type: name, code, severity, table, constraint, routine, stack: ownFrames(error) }
  }
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack, cause } = error
  const { code } = error as NodeJS.ErrnoException
  return {
    type: name,
    message,
    ...(code && { code }),
    stack,
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}

/** The stack without its first lines, which repeat the message. */
const ownFrames = (error: Error) => error.stack?.slice(error.stack.indexOf('\n    at '))
