import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { openMailbox } from '#sandbox/smtp/mailbox.ts'
import { startSmtp } from '#sandbox/smtp/smtp.ts'

/** Everybody's mailbox, for mails that a portal sends. */
export async function openMail() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-mail-'))
  const mailbox = openMailbox(folder)
  const smtp = await startSmtp({ port: 0, mailbox })
  return {
    mailbox,
    smtpUrl: `smtp://ponte:sandbox@127.0.0.1:${smtp.port}`,
    async [Symbol.asyncDispose]() {
      await smtp.stop()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
