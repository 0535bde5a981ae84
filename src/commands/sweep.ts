import { StartupError } from '#src/errors.ts'
import { type Checked, checkNumbers } from '#src/sync/check-numbers.ts'
import { type Swept, sweep as sweepNow } from '#src/sync/sweep.ts'
import type { Command } from './commands.ts'
import { openCrm } from './open-crm.ts'

type Said = Swept & { numbers?: Checked }

export const sweep: Command = {
  summary: 'ask the CRM now what changed since the last time',
  help: `npm run ponte -- sweep [--numbers]

A gateway does this by itself every SYNC_SWEEP_SECONDS. Deals that changed are written here; those with news on their timeline are
read whole by the gateway, which has to run for that.

  --numbers  what it does at night besides: hold the numbers of all deals against our rows, to find what was deleted
  --json     for programs
`,
  options: { numbers: { type: 'boolean' } },
  async run({ numbers, json }, environment) {
    const said = await openCrm(environment, async (opened): Promise<Said | null> => {
      const { config } = opened
      const swept = await sweepNow(opened, { everyS: config.crm.sweepSeconds, isForced: true })
      if (!swept || !numbers) return swept
      const checked = await checkNumbers({ ...opened, timeZone: config.timeZone }, { isForced: true })
      return { ...swept, ...(checked && { numbers: checked }) }
    })
    if (!said) throw new StartupError('A gateway is sweeping just now; try again in a moment.')
    process.stdout.write(json ? `${JSON.stringify(said)}\n` : inWords(said))
    const failed = Object.entries(said.failed)
    if (failed.length > 0)
      throw new StartupError(
        `Not all could be asked for: ${failed.map(([stream, why]) => `${stream}: ${why}`).join('; ')}`,
      )
  },
}

function inWords({ found, tookMs, numbers }: Said): string {
  const { seen, changed, promised } = found
  const swept = `${seen} looked at in ${tookMs} ms, ${changed} deals were not as they are there, ${promised} are read whole\n`
  if (!numbers) return swept
  const { listed, missingHere, gone, hidden } = numbers
  return `${swept}${listed} numbers: ${missingHere} were not here, ${gone} are gone there, ${hidden} are hidden from us\n`
}
