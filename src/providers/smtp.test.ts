import { expect, test } from 'vitest'
import { rudeMailServer } from '#test/mail-server.ts'
import { MailError } from './mailer.ts'
import { createSmtpMailer } from './smtp.ts'

const LETTER = {
  to: 'maria.santos@example.com',
  subject: 'Olá',
  text: 'Olá, Maria',
  html: '<p>Olá, Maria</p>',
  messageId: '<1@localhost>',
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
