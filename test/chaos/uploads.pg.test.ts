import { expect, test } from 'vitest'
import { S3_ACCOUNT } from '#sandbox/s3/s3.ts'
import { readInstance } from '#src/db/read-instance.ts'
import { sweepFiles } from '#src/files/sweep-files.ts'
import { createLog } from '#src/log.ts'
import { createMinio } from '#src/providers/minio.ts'
import { formOf, PNG } from '#test/files/samples.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

const SMALL = { name: 'tela.png', bytes: PNG }
/** Held on the disk, and not in memory. */
const LARGE = { name: 'gravação.png', bytes: Buffer.concat([PNG, Buffer.alloc(2_000_000, 7)]) }

test('F-12: killed at each step of an upload, no row is without its bytes, and the sweep leaves no bytes without a row', async () => {
  await using frail = await startFrailGateway()
  using store = openStore(frail)
  const { fuse } = frail
  const maria = await frail.signIn('1001')
  const sends = () => maria.post('/api/v1/uploads', formOf(SMALL, LARGE))
  // The first one makes the bucket.
  expect((await sends()).status).toBe(201)
  fuse.forget()
  expect((await sends()).status).toBe(201)
  const steps = fuse.steps().filter((step) => /file store PUT|files/.test(step))
  expect(steps.length, steps.join(', ')).toBeGreaterThanOrEqual(6)
  let answered = 4

  for (const step of steps) {
    fuse.forget()
    fuse.arm((name) => name === step)
    await expect(sends(), `nobody answers: ${step}`).rejects.toThrow(TypeError)
    expect(fuse.blownAt()).toBe(step)
    await frail.whenUp()
    await frail.isQuietOutside()
    const { keys, rows } = await store.look()
    expect(
      rows.filter((key) => !keys.includes(key)),
      step,
    ).toEqual([])
    expect(rows.length).toBeGreaterThanOrEqual(answered)
    answered = rows.length
  }
  await store.sweepOrphans()
  const { keys, rows } = await store.look()
  expect(keys).toEqual(rows)
  expect(rows).toHaveLength(answered)
})

/** Looks past the gateway, as somebody would who has just come. */
function openStore({ sandbox, sql, db }: FrailGateway) {
  const files = createMinio({ ...S3_ACCOUNT, endpoint: sandbox.s3Url, bucket: 'anexos-email-bitrix' })
  return {
    async look() {
      const keys = (await Array.fromAsync(files.list(''))).map(({ key }) => key)
      const rows = await sql<{ key: string }[]>`select key from files`
      return { keys: keys.sort(), rows: rows.map(({ key }) => key).sort() }
    },
    async sweepOrphans() {
      const uploads = {
        folder: '',
        quotaBytes: 0,
        mostBytes: 0,
        isScanned: false,
        instance: await readInstance(db),
      }
      // In use all of them, so that only bytes without a row are swept.
      await sql`update files set created_at = clock_timestamp() + interval '1 day'`
      await sweepFiles({ db, files, uploads, log: createLog({ level: 'silent' }) }, { unusedForMs: -1_000 })
    },
    [Symbol.dispose]: () => files.close(),
  }
}
