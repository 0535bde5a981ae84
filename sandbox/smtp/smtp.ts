import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Mailbox } from './mailbox.ts'

const USER = 'ponte'
const PASSWORD = 'sandbox'
const LARGEST_BYTES = 30 * 1024 * 1024
const CLOSE_TIMEOUT_MS = 500

/** A mail server that takes every letter of whoever knows the password, and delivers it to one mailbox. */
export async function startSmtp({ port, mailbox }: { port: number; mailbox: Mailbox }) {
  const server = new SMTPServer({
    banner: 'Ponte sandbox',
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    size: LARGEST_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onAuth({ username, password }, _session, done) {
      if (username === USER && password === PASSWORD) done(null, { user: username })
      else done(new Error('Wrong user or password'))
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('Too large'), { responseCode: 552 }))
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        mailbox.put(Buffer.concat(chunks), { from, to }).then(() => done(), done)
      })
    },
  })
  // A client that hangs up in the middle is its own problem.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
