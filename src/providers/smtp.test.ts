import { once } from 'node:events'
import * as net from 'node:net'
import { expect, test } from 'vitest'
import { MailError } from './mailer.ts'
import { createSmtpMailer } from './smtp.ts'

const LETTER = {
  to: 'maria.santos@example.com',
  subject: 'Olá',
  text: 'Olá, Maria',
  html: '<p>Olá, Maria</p>',
  messageId: '<1@localhost>',
}

/** A mail server that does only this with whoever connects. */
async function mailServer(meet: (socket: net.Socket) => void) {
  const sockets: net.Socket[] = []
  const server = net.createServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    meet(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    connections: () => sockets.length,
    [Symbol.dispose]: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

test('a server that hangs up before it says a word is tried twice, and then no more', async () => {
  using server = await mailServer((socket) => socket.end())
  const mailer = createSmtpMailer({ url: server.url, from: 'ponte@example.com' })
  await expect(mailer.send(LETTER)).rejects.toBeInstanceOf(MailError)
  expect(server.connections()).toBe(2)
  mailer.close()
})

test('a server that keeps us busy without end is left when the time for a letter is over', async () => {
  using server = await mailServer((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', () => {
      const timer = setInterval(() => socket.write('250-and another thing\r\n'), 10)
      socket.on('close', () => clearInterval(timer))
    })
  })
  const mailer = createSmtpMailer({ url: server.url, from: 'ponte@example.com', longestSendMs: 200 })
  await expect(mailer.send(LETTER)).rejects.toMatchObject({ name: 'MailError', isFinal: false })
  mailer.close()
})
