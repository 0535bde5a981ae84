import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { openMailbox } from '#sandbox/smtp/mailbox.ts'
import { startSmtp } from '#sandbox/smtp/smtp.ts'
import { rudeMailServer } from '#test/mail-server.ts'
import { type Letter, MailError } from './mailer.ts'
import { createSmtpMailer } from './smtp.ts'

const LETTER = {
  to: 'maria.santos@example.com',
  subject: 'Olá',
  text: 'Olá, Maria',
  html: '<p>Olá, Maria</p>',
  messageId: '<1@localhost>',
  isAutomatic: true,
}

test('a server that hangs up before it says a word is tried twice, and then no more', async () => {
  using server = await rudeMailServer((socket) => socket.end())
  const mailer = createSmtpMailer({ url: server.url, from: 'ponte@example.com' })
  await expect(mailer.send(LETTER, new AbortController().signal)).rejects.toBeInstanceOf(MailError)
  expect(server.connections()).toBe(2)
  mailer.close()
})

test('a server that keeps us busy without end is left when the time for a letter is over', async () => {
  using server = await rudeMailServer((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', () => {
      const timer = setInterval(() => socket.write('250-and another thing\r\n'), 10)
      socket.on('close', () => clearInterval(timer))
    })
  })
  const mailer = createSmtpMailer({ url: server.url, from: 'ponte@example.com', longestSendMs: 200 })
  await expect(mailer.send(LETTER, new AbortController().signal)).rejects.toMatchObject({
    name: 'MailError',
    isFinal: false,
  })
  mailer.close()
})

async function mailServer() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-mail-'))
  const mailbox = openMailbox(folder)
  const server = await startSmtp({ port: 0, mailbox })
  const mailer = createSmtpMailer({
    url: `smtp://ponte:sandbox@127.0.0.1:${server.port}`,
    from: 'Ponte <ponte@example.com>',
  })
  return {
    mailbox,
    send: (letter: Partial<Letter>) => mailer.send({ ...LETTER, ...letter }, new AbortController().signal),
    raw: () => String(mailbox.raw(mailbox.list()[0]?.id ?? '')),
    async [Symbol.asyncDispose]() {
      mailer.close()
      await server.stop()
      fs.rmSync(folder, { recursive: true })
    },
  }
}

test('E-06: a letter carries its own id, those of the letters before it, and whether a person wrote it', async () => {
  await using server = await mailServer()
  await server.send({})
  expect(server.raw()).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(server.raw()).not.toMatch(/^(In-Reply-To|References|Cc):/m)
  await server.send({
    messageId: '<3@localhost>',
    isAutomatic: false,
    cc: ['pedro@example.com'],
    from: 'help@example.com',
    references: ['<1@localhost>', '<2@localhost>'],
  })
  expect(server.raw()).toMatch(/^Message-ID: <3@localhost>\r$/m)
  expect(server.raw()).toMatch(/^In-Reply-To: <2@localhost>\r$/m)
  expect(server.raw()).toMatch(/^References: <1@localhost> <2@localhost>\r$/m)
  expect(server.raw()).toMatch(/^From: help@example.com\r$/m)
  expect(server.raw()).not.toContain('Auto-Submitted')
  expect(server.mailbox.list()[0]?.to).toEqual([LETTER.to, 'pedro@example.com'])
})

test('attachments are read as they are sent; of a letter whose file breaks off nothing arrives', async () => {
  await using server = await mailServer()
  const part = new Uint8Array(100_000).fill(65)
  const about = { filename: 'relatório.txt', type: 'text/plain', sizeBytes: 300_000 }
  await server.send({ attachments: [{ ...about, stream: ReadableStream.from([part, part, part]) }] })
  const [first] = server.mailbox.list()
  expect((await server.mailbox.read(first?.id ?? ''))?.attachments).toEqual([
    { filename: 'relatório.txt', sizeBytes: 300_000 },
  ])

  async function* breakingOff() {
    yield part
    throw new Error('the store went away')
  }
  const broken = server.send({ attachments: [{ ...about, stream: ReadableStream.from(breakingOff()) }] })
  await expect(broken).rejects.toMatchObject({ name: 'MailError', isFinal: false })
  expect(server.mailbox.list()).toHaveLength(1)
})
