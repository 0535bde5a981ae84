import * as path from 'node:path'
import { openBitrix24 } from './bitrix24/bitrix24.ts'
import { certificateIn } from './certificate.ts'
import { openDoor, type Serve } from './doors.ts'
import { createPage } from './page/page.ts'
import { S3_ACCOUNT, startS3 } from './s3/s3.ts'
import { type Mailbox, openMailbox } from './smtp/mailbox.ts'
import { startSmtp } from './smtp/smtp.ts'

export type Sandbox = {
  url: string
  /** The same portal by https, with a certificate that signs itself: `certificateFile`. */
  secureUrl: string
  certificateFile: string
  smtpUrl: string
  s3Url: string
  mailbox: Mailbox
  stop(): Promise<void>
}

type Options = {
  /** Zero: any free ones, for tests. */
  port: number
  dataDir: string
  /** The outgoing webhook that the portal has from the start. */
  webhook?: { url: string; token: string } | undefined
}

/** Everything outside of Ponte that can be played on one machine, each with its real protocol. */
export async function startSandbox({ port, dataDir, webhook }: Options): Promise<Sandbox> {
  await using started = new AsyncDisposableStack()
  const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    started.defer(() => part.stop())
    return part
  }
  const folder = path.join(dataDir, 'sandbox')
  const mailbox = openMailbox(path.join(folder, 'mail'))
  const certificate = certificateIn(path.join(folder, 'tls'))
  const door = keep(await openDoor({ port }))
  const s3 = keep(await startS3({ port: port && port + 1, folder: path.join(folder, 's3'), ...S3_ACCOUNT }))
  const smtp = keep(await startSmtp({ port: port && port + 2, mailbox }))
  const secureDoor = keep(await openDoor({ port: port && port + 3, certificate }))
  const url = `http://localhost:${door.port}`
  const smtpUrl = `smtp://ponte:sandbox@127.0.0.1:${smtp.port}`
  const bitrix24 = await openBitrix24({
    folder: path.join(folder, 'bitrix24'),
    address: url,
    smtpUrl,
    webhook,
  })
  started.defer(() => bitrix24.stop())
  const about = { name: 'ponte sandbox', dataDir, pid: process.pid }
  const page = keep(createPage({ mailbox, bitrix24, about }))
  const serve: Serve = async (request, response) =>
    (await bitrix24.serve(request, response)) || page.serve(request, response)
  door.answerWith(serve)
  secureDoor.answerWith(serve)

  const parts = started.move()
  return {
    url,
    secureUrl: `https://localhost:${secureDoor.port}`,
    certificateFile: certificate.file,
    smtpUrl,
    s3Url: `http://localhost:${s3.port}`,
    mailbox,
    stop: () => parts.disposeAsync(),
  }
}
