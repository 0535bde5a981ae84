import * as path from 'node:path'
import { startPage } from './page/page.ts'
import { type Mailbox, openMailbox } from './smtp/mailbox.ts'
import { startSmtp } from './smtp/smtp.ts'

export type Sandbox = { url: string; smtpUrl: string; mailbox: Mailbox; stop(): Promise<void> }

type Options = {
  /** Zero: any free ones, for tests. */
  port: number
  dataDir: string
}

/** Everything outside of Ponte that can be played on one machine, each with its real protocol. */
export async function startSandbox({ port, dataDir }: Options): Promise<Sandbox> {
  const mailbox = openMailbox(path.join(dataDir, 'sandbox', 'mail'))
  const page = await startPage({ port, mailbox, about: { name: 'ponte sandbox', dataDir, pid: process.pid } })
  try {
    const smtp = await startSmtp({ port: port && port + 2, mailbox })
    return {
      url: `http://localhost:${page.port}`,
      smtpUrl: `smtp://ponte:sandbox@127.0.0.1:${smtp.port}`,
      mailbox,
      async stop() {
        await Promise.all([page.stop(), smtp.stop()])
      },
    }
  } catch (error) {
    await page.stop()
    throw error
  }
}
