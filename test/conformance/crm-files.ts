import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { CrmError, OutgoingFile } from '#src/providers/crm-provider.ts'
import { AGAIN, type CrmUnderTest, PEOPLE } from './crm-provider.ts'

const PIECE = new Uint8Array(64 * 1024).map((_byte, index) => index % 251)
const PIECES = 24

/** A file of many pieces, given as they are asked for, with a stream of its own for each try. */
function file(name = 'relatório do mês.pdf') {
  const originKey = randomUUID()
  const sizeBytes = PIECE.length * PIECES
  return {
    name,
    sizeBytes,
    /** Ends or breaks after so many pieces. */
    sent: ({ pieces = PIECES, breaks = false } = {}): OutgoingFile => ({
      originKey,
      name,
      sizeBytes,
      stream: ReadableStream.from(
        (async function* () {
          for (let index = 0; index < pieces; index++) yield PIECE
          if (breaks) throw new Error('the store is away: http://store/?secret')
        })(),
      ) as ReadableStream<Uint8Array>,
    }),
  }
}

/** What every CRM must keep of files that are sent to its own store. */
export function crmFileSuite(name: string, open: () => Promise<CrmUnderTest>): void {
  const upload = (crm: CrmUnderTest, sent: OutgoingFile, calling: typeof PEOPLE | typeof AGAIN = PEOPLE) =>
    crm.provider.uploadFile(sent, calling)
  const failure = (promise: Promise<unknown>) => promise.catch((error: CrmError) => error)

  test(`${name}: a file comes back byte for byte, and its name is still to be known`, async () => {
    await using crm = await open()
    for (const one of [
      file(),
      file('a/b\\c:"d"?\r\n.txt'),
      file('sem ponto'),
      file(`${'ç'.repeat(400)}.png`),
    ]) {
      const fileId = await upload(crm, one.sent())
      const opened = await crm.provider.openFile(fileId, { mostBytes: one.sizeBytes }, PEOPLE)
      expect(opened?.sizeBytes).toBe(one.sizeBytes)
      const bytes = Buffer.from(await new Response(opened?.stream).arrayBuffer())
      expect(bytes.equals(Buffer.concat(Array.from({ length: PIECES }, () => PIECE)))).toBe(true)
      expect(opened?.name.slice(-4)).toBe(
        one.name.includes('.') ? one.name.slice(-4) : opened?.name.slice(-4),
      )
      expect(opened?.name[0]).toBe(one.name[0])
    }
  })

  test(`${name}: a file whose answer got lost is found, and there once however often it is sent`, async () => {
    await using crm = await open()
    const one = file()
    await crm.losesAnswers(100)
    const fileId = await upload(crm, one.sent())
    await crm.losesAnswers(0)
    const again = one.sent()
    expect(await upload(crm, again, AGAIN)).toBe(fileId)
    expect(await again.stream.getReader().read(), 'nobody reads it, and it is told so').toMatchObject({
      done: true,
    })
    expect(await upload(crm, one.sent()), 'although nobody said that it may exist').toBe(fileId)
    expect(await crm.storedFiles()).toMatchObject([{ sizeBytes: one.sizeBytes }])
  })

  test(`${name}: a file that was cut off is unknown until a look can tell, and is sent again then`, async () => {
    await using crm = await open()
    const one = file()
    await crm.cutsNextWrite()
    expect(await failure(upload(crm, one.sent()))).toMatchObject({
      outcome: 'unknown',
      retryAt: expect.any(Date),
    })
    expect(await crm.storedFiles()).toEqual([])
    await upload(crm, one.sent(), AGAIN)
    expect(await crm.storedFiles()).toMatchObject([{ sizeBytes: one.sizeBytes }])
  })

  test(`${name}: of a stream that breaks, ends early or does not end nothing is kept, and the next one is`, async () => {
    await using crm = await open()
    for (const trouble of [{ pieces: 10, breaks: true }, { pieces: PIECES - 1 }, { pieces: PIECES + 1 }]) {
      const one = file()
      const before = await crm.storedFiles()
      const error = await failure(upload(crm, one.sent(trouble)))
      expect(error).toMatchObject({ outcome: 'unknown', code: 'file-broken' })
      expect(String(error)).not.toContain('secret')
      expect(await crm.storedFiles()).toEqual(before)
      await upload(crm, one.sent(), AGAIN)
      expect(await crm.storedFiles()).toHaveLength(before.length + 1)
    }
  })

  test(`${name}: the same file sent twice at once is there once, and both are told which it is`, async () => {
    await using crm = await open()
    const one = file()
    const [first, second] = await Promise.all([upload(crm, one.sent()), upload(crm, one.sent())])
    expect(first).toBe(second)
    expect(await crm.storedFiles()).toHaveLength(1)
  })

  test(`${name}: files of the same name are several files`, async () => {
    await using crm = await open()
    const ids = await Promise.all([file(), file(), file()].map((one) => upload(crm, one.sent())))
    expect(new Set(ids).size).toBe(3)
    expect(await crm.storedFiles()).toHaveLength(3)
  })
}
