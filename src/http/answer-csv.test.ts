import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createLog } from '#src/log.ts'
import { answerCsv } from './answer-csv.ts'
import type { Edge } from './edge.ts'
import { createHttpServer } from './node-server.ts'

const log = createLog({ level: 'silent' })

async function asked(lines: AsyncIterable<string[]>): Promise<string> {
  const app = new Hono<Edge>()
  app.use(async (c, next) => {
    c.set('log', log)
    await next()
  })
  app.get('/all', (c) => answerCsv(c, 'all', lines))
  const server = createHttpServer(app, log)
  const port = await server.listen(0, '127.0.0.1')
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await (await fetch(`http://127.0.0.1:${port}/all`)).arrayBuffer(),
    )
  } finally {
    await server.close()
  }
}

test('a spreadsheet is marked as UTF-8, and goes out line by line', async () => {
  const text = await asked(
    (async function* () {
      yield ['name', 'value']
      for (let n = 0; n < 5_000; n++) yield ['São Paulo', `=${n}`]
    })(),
  )
  expect(text).toMatch(/^\uFEFFname,value\r\nSão Paulo,'=0\r\n/)
  expect(text.split('\r\n')).toHaveLength(5_002)
})

test('what fails in the middle is no whole file for whoever saves it', async () => {
  const breaks = asked(
    (async function* () {
      for (let n = 0; n < 5_000; n++) yield ['São Paulo', 'Recife']
      throw new Error('the database went away')
    })(),
  )
  await expect(breaks).rejects.toThrow()
})
