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
const SECRET_WORDS = 'password|senha|cpf|token|authorization|cookie|secret|(?:access|api|cpf|private)_?keys?'
/** A text, a text inside a text that holds JSON itself, a list, a number. */
const ANY_VALUE = String.raw`\\"[^"\\]*\\"|"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\d+`
const RULES: readonly [RegExp, string][] = [
  [
    new RegExp(String.raw`(\\?"[\w-]*(?:${SECRET_WORDS})[\w-]*\\?":\s*)(?:${ANY_VALUE})`, 'gi'),
    `$1"${REDACTED}"`,
  ],
  [/\b(Bearer|Basic) +[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]*\.[\w-]*/g, REDACTED],
  // The proof at the end of a refresh token, and the whole of a letter's token.
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, REDACTED],
  [/\$(?:argon2id|2[abxy])\$[^\s",]+/g, REDACTED],
  [/\b((?:access_token|refresh_token|token|password|auth|cpf)=)[^&;\s"\\]+/gi, `$1${REDACTED}`],
  // The secret of an incoming webhook is a part of its path.
  [/(\/rest\/\d+\/)[\w-]+/g, `$1${REDACTED}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"/]+@/gi, `$1${REDACTED}@`],
  // A CPF; not a part of a longer number or of an id.
  [/(?<![A-Za-z0-9.-])\d{3}[. ]?\d{3}[. ]?\d{3}[- ]?\d{2}(?![A-Za-z0-9]|[.-]\d)/g, REDACTED],
]

export function redact(line: string): string {
  let clean = line
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement)
  return clean
}

/** Database errors quote values ("Key (email)=(...) already exists") and parameters; their codes are enough. */
function describeError(error: unknown): object {
  if (error instanceof DrizzleQueryError) {
    const { name: type, query } = error
    return { type, query, cause: describeError(error.cause), stack: ownFrames(error) }
  }
  if (error instanceof postgres.PostgresError) {
    const { name: type, code, severity, table_name: table, constraint_name: constraint, routine } = error
    return { type, code, severity, table, constraint, routine, stack: ownFrames(error) }
  }
  if (!(error instanceof Error)) return { type: typeof error }
  const { name: type, message, stack, cause } = error
  const { code } = error as NodeJS.ErrnoException
  return {
    type,
    message,
    ...(code && { code }),
    stack,
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}

/** The places in the stack, without the message above them, which quotes what people typed. */
const ownFrames = (error: Error) =>
  error.stack
    ?.split('\n')
    .filter((line) => /^ {4}at (?:[\w.<>[\] ]+ \()?(?:file:\/\/|node:)[^\s,]+:\d+:\d+\)?$/.test(line))
    .join('\n')
