import { z } from 'zod'
import { StartupError } from '#src/errors.ts'
import type { DealId } from '#src/ids.ts'
import type { CompareNeeds } from '#src/sync/compare-deals.ts'
import { findAllDrift, isAllMended } from '#src/sync/find-all-drift.ts'
import { type Found, findDrift } from '#src/sync/find-drift.ts'
import type { Command } from './commands.ts'
import { openCrm } from './open-crm.ts'
import { table } from './table.ts'

const number = (most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.int().max(most))
const Options = z.object({
  deal: number(2_147_483_647).pipe(z.int().min(1)).optional(),
  sample: number(100_000).default(50),
  mend: z.boolean().default(false),
})
type Options = z.output<typeof Options>

/** For what is read again; a gateway has to run that does it. */
const MEND_MS = 60_000

export const drift: Command = {
  summary: 'hold the mirror against the CRM, deal by deal and field by field',
  help: `npm run ponte -- drift [--mend] [--deal 7405] [--sample 50]

Asks the CRM for every deal of the mirrored pipelines and prints what differs from our rows, since when it may have been so,
and why what differs may do so. The exit code is 1 when something differs that should not and was not mended. Documents of
persons (CPF) are never compared.

  --mend    what differs is read again by the gateway, which has to run, and compared once more
  --deal    this deal alone, with its comments and activities
  --sample  of how many deals comments and activities are compared too, chosen by chance; 50 by default
  --json    for programs
`,
  options: { mend: { type: 'boolean' }, deal: { type: 'string' }, sample: { type: 'string' } },
  async run({ json, ...values }, environment) {
    const parsed = Options.safeParse(values)
    if (!parsed.success)
      throw new StartupError(
        parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
      )
    const found = await openCrm(environment, (needs) => look(needs, parsed.data, Boolean(json)))
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : inWords(found))
    if (!isAllMended(found))
      throw new StartupError(`${found.differing - found.mended} of ${found.compared} deals differ`)
  },
}

function look(needs: CompareNeeds, { deal, sample, mend }: Options, isQuiet: boolean): Promise<Found> {
  const mendMs = mend ? MEND_MS : 0
  if (deal !== undefined) return findDrift(needs, [deal as DealId], { mendMs })
  const progress = (compared: number) => process.stderr.write(`\r${compared} deals compared`)
  const isWatched = process.stderr.isTTY && !isQuiet
  return findAllDrift(needs, { mendMs, sample, ...(isWatched && { progress }) })
}

function inWords({ findings, exempt, compared, differing, mended, unreadable }: Found): string {
  const rows = findings.map((one) => [
    String(one.deal_id),
    one.object,
    one.field,
    one.ours ?? '(none)',
    one.theirs ?? '(none)',
    one.since ?? 'never equal',
    one.mended_at ? 'mended' : (one.why_not ?? 'no'),
  ])
  const lines = exempt
    .slice(0, MOST_LINES)
    .map((one) => [
      String(one.deal_id),
      one.object,
      one.field,
      one.ours ?? '(none)',
      one.theirs ?? '(none)',
      one.reason,
    ])
  return [
    ...(rows.length > 0
      ? [
          table([
            ['deal', 'object', 'field', 'here', 'in the CRM', 'equal at', 'mended, or why not'],
            ...short(rows),
          ]),
        ]
      : []),
    ...(lines.length > 0
      ? [table([['deal', 'object', 'field', 'here', 'in the CRM', 'may differ'], ...short(lines)])]
      : []),
    ...(exempt.length > MOST_LINES ? [`and ${exempt.length - MOST_LINES} more that may differ\n`] : []),
    `${compared} compared, ${differing} differ, ${mended} mended${
      unreadable.length > 0 ? `; the CRM would not tell of ${unreadable.join(', ')}` : ''
    }\n`,
  ].join('\n')
}

const MOST_LINES = 100
const WIDEST = 40
const short = (rows: readonly string[][]) =>
  rows.map((row) =>
    row.map((cell) => (cell.length > WIDEST ? `${cell.slice(0, WIDEST)}…` : cell).replaceAll('\n', ' ')),
  )
