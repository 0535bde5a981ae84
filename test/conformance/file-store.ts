import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { type FileStore, FileStoreError } from '#src/providers/file-store.ts'

export type StoreUnderTest = AsyncDisposable & {
  store: FileStore
  /** Its own corner of the bucket. */
  prefix: string
  /** Plays tricks on it; not there for a store that is somebody else's. */
  faults?: (...rules: object[]) => Promise<void>
}

/** Short enough for a test that waits for it five times, and no store of ours is that slow. */
const SILENCE_MS = 1_000
const TYPE = 'application/pdf'

const aboutOf = (bytes: Uint8Array) => ({
  type: TYPE,
  sizeBytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

async function* inPieces(bytes: Uint8Array, until = bytes.byteLength, size = 100_000) {
  for (let at = 0; at < until; at += size) yield bytes.subarray(at, Math.min(at + size, until))
}

/** What every store of files must keep. */
export function fileStoreSuite(
  name: string,
  open: (more?: { longestSilenceMs: number }) => Promise<StoreUnderTest>,
): void {
  test(`${name}: bytes come back as they went in, from memory and from a stream, of any size and under any name`, async () => {
    await using opened = await open()
    const { store, prefix } = opened
    for (const [filename, size] of [
      ['a.pdf', 1],
      ['Relatório (março) 50%+1 #2 & co; "x".pdf', 70_000],
      ['発注書 👩‍👩‍👧.pdf', 3_000_000],
    ] as const) {
      const bytes = randomBytes(size)
      for (const source of [bytes, inPieces(bytes)]) {
        const key = `${prefix}${randomUUID()}/${filename}`
        await store.put(key, source, aboutOf(bytes))
        const found = await store.get(key)
        expect((await buffer(found ?? new ReadableStream())).equals(bytes), filename).toBe(true)
      }
    }
  })

  test(`${name}: a link opens one object for whoever has it, as the type and the name that it says`, async () => {
    await using opened = await open()
    const { store, prefix } = opened
    const bytes = randomBytes(1_000)
    const key = `${prefix}${randomUUID()}/a b.pdf`
    await store.put(key, bytes, aboutOf(bytes))
    const rules = {
      secondsValid: 60,
      type: 'text/plain',
      filename: "não 'é' (1)*.txt",
      disposition: 'attachment',
    } as const
    const link = await store.link(key, rules)
    const answer = await fetch(link)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain'])
    expect(answer.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''n%C3%A3o%20%27%C3%A9%27%20%281%29%2A.txt",
    )
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    for (const forged of [
      link.replace('a%20b', 'a%20c'),
      link.replace('text%2Fplain', 'text%2Fhtml'),
      link.replace('attachment', 'inline'),
    ]) {
      expect(forged).not.toBe(link)
      const refused = await fetch(forged)
      expect(refused.status, forged).toBe(403)
      await refused.arrayBuffer()
    }
    const old = await store.link(key, { ...rules, from: new Date(Date.now() - 120_000) })
    expect((await fetch(old)).status).toBe(403)
  })

  test(`${name}: bytes that are others than was said, or fewer, are not taken`, async () => {
    await using opened = await open()
    const { store, prefix } = opened
    const bytes = randomBytes(300_000)
    const key = `${prefix}${randomUUID()}`
    const others = { ...aboutOf(bytes), sha256: aboutOf(randomBytes(1)).sha256 }
    await expect(store.put(key, bytes, others)).rejects.toThrow(FileStoreError)
    async function* cutShort() {
      yield* inPieces(bytes, 200_000)
      throw new Error('the sender is gone')
    }
    await expect(store.put(key, cutShort(), aboutOf(bytes))).rejects.toThrow(FileStoreError)
    expect(await store.get(key)).toBeNull()
  })

  test(`${name}: what is dropped is gone, and may be dropped again`, async () => {
    await using opened = await open()
    const { store, prefix } = opened
    const key = `${prefix}${randomUUID()}`
    await store.put(key, Buffer.from('a'), aboutOf(Buffer.from('a')))
    await store.drop(key)
    await store.drop(key)
    expect(await store.get(key)).toBeNull()
  })

  test(`${name}: a list is in order, whole, and begins where it is told to`, async () => {
    await using opened = await open()
    const { store, prefix } = opened
    const keys = ['a/1', 'a/2', 'b', 'c/é 1'].map((name) => `${prefix}list/${name}`)
    for (const key of keys) await store.put(key, Buffer.from('a'), aboutOf(Buffer.from('a')))
    const listed = await Array.fromAsync(store.list(`${prefix}list/`))
    expect(listed.map(({ key }) => key)).toEqual(keys)
    expect(listed[0]).toMatchObject({ sizeBytes: 1 })
    expect(Math.abs(Date.now() - (listed[0]?.modifiedAt.getTime() ?? 0))).toBeLessThan(60_000)
    const rest = await Array.fromAsync(store.list(`${prefix}list/`, keys[1]))
    expect(rest.map(({ key }) => key)).toEqual(keys.slice(2))
    expect(await Array.fromAsync(store.list(`${prefix}nothing/`))).toEqual([])
  })

  test(`${name}: it is up`, async () => {
    await using opened = await open()
    expect(await opened.store.isUp()).toBe(true)
  })

  test(`${name}: away, refusing or silent, it is told by FileStoreError in time, and works again when it is back`, async () => {
    await using opened = await open({ longestSilenceMs: SILENCE_MS })
    const { store, prefix, faults } = opened
    if (!faults) return
    const bytes = randomBytes(200_000)
    const key = `${prefix}${randomUUID()}`
    for (const effect of ['reset', 'hang', 'status', 'garbage']) {
      await faults({ match: { method: '*' }, effect, ...(effect === 'status' && { code: 503 }) })
      const about = aboutOf(bytes)
      if (effect !== 'garbage') {
        await expect(store.put(key, inPieces(bytes), about), effect).rejects.toThrow(FileStoreError)
        await expect(store.get(key), effect).rejects.toThrow(FileStoreError)
        await expect(store.drop(key), effect).rejects.toThrow(FileStoreError)
        expect(await store.isUp(), effect).toBe(false)
      }
      await expect(Array.fromAsync(store.list(prefix)), effect).rejects.toThrow(FileStoreError)
    }
    await faults()
    await store.put(key, inPieces(bytes), aboutOf(bytes))
    expect(await store.isUp()).toBe(true)
  })
}
