import { type Rebuilt, rebuildClocks } from '#src/tickets/rebuild-clocks.ts'
import type { Command } from './commands.ts'
import { openDatabase } from './open-database.ts'

export const slaRebuild: Command = {
  summary: 'reckon the clocks of all tickets anew from their histories',
  help: `npm run ponte -- sla:rebuild

Deadlines and the stored state of clocks are copies of what follows from the history of each ticket; this makes them so again. Tickets
without a history, such as those that were taken over from the CRM, get one from their rows, messages and the audit log. The history
itself is never changed. A gateway may run meanwhile; done twice, the second time changes nothing.

  --json  a line for each step, for programs
`,
  options: {},
  async run({ json }, environment) {
    const out = process.stdout
    const isBar = out.isTTY && !json
    const tell = (done: Rebuilt) => {
      if (json) out.write(`${JSON.stringify({ phase: 'tickets', ...done })}\n`)
      else if (isBar) out.write(`\r\x1b[2K${inWords(done)}`)
    }
    const done = await openDatabase(environment, ({ db }) =>
      rebuildClocks({ db, clock: () => new Date() }, { tell }),
    )
    out.write(
      json
        ? `${JSON.stringify({ phase: 'done', ...done })}\n`
        : `${isBar ? '\r\x1b[2K' : ''}${inWords(done)}\n`,
    )
  },
}

const inWords = ({ tickets, begun, changed }: Rebuilt) =>
  `${tickets} tickets reckoned: ${begun} had no history, ${changed} stored clocks or deadlines were others`
