import { z } from 'zod'
import { StartupError } from '#src/errors.ts'
import { backfill as fill, type Progress } from '#src/sync/backfill.ts'
import { createDictionaries } from '#src/sync/dictionaries.ts'
import type { Command } from './commands.ts'
import { openCrm } from './open-crm.ts'
import { showProgress } from './show-progress.ts'

const Options = z.object({
  pipeline: z
    .string()
    .regex(/^\d{1,9}$/, 'expected the number of a pipeline')
    .transform(Number)
    .optional(),
  since: z.coerce.date({ error: 'expected a moment, as 2026-01-31T00:00:00Z' }).optional(),
})
/** The place is renewed and read orders are drawn while pages are written. */
const CONNECTIONS = 4

export const backfill: Command = {
  summary: 'take over all deals that the CRM has',
  help: `npm run ponte -- backfill [--pipeline 19] [--since 2026-01-31T00:00:00Z]

First the deals themselves, as fast as the CRM's limit lets us and behind all that people wait for; then, by a gateway, which has to
run for that, each with its comments, mails and files. It can be ended at any time, by whatever means: called again, it goes on
where it was. What changes meanwhile is not undone by it.

  --pipeline  this one; by default all of CRM_PIPELINES
  --since     only deals that changed since
  --json      a line for each step, for programs
`,
  options: { pipeline: { type: 'string' }, since: { type: 'string' } },
  async run({ json, ...values }, environment) {
    const parsed = Options.safeParse(values)
    if (!parsed.success)
      throw new StartupError(
        parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
      )
    const { pipeline, since = null } = parsed.data
    const run = async (opened: Parameters<Parameters<typeof openCrm<void>>[1]>[0]) => {
      if (pipeline !== undefined && !opened.pipelines.includes(pipeline))
        throw new StartupError(`--pipeline: ${pipeline} is none of CRM_PIPELINES, so it is not mirrored`)
      const dictionaries = createDictionaries(opened)
      await dictionaries.refresh()
      dictionaries.close()
      for (const pipelineId of pipeline === undefined ? opened.pipelines : [pipeline]) {
        const show = showProgress({ pipelineId, asJson: Boolean(json) })
        const tell = (progress: Progress) => show.step(progress)
        const done = await fill(opened, { pipelineId, since, tell })
        if (!done) throw new StartupError(`Pipeline ${pipelineId} is being taken over by another already`)
        show.end(done)
      }
    }
    await openCrm(environment, run, { poolSize: CONNECTIONS })
  },
}
