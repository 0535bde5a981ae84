import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { expect, onTestFinished, test } from 'vitest'
import { PORTAL } from '#test/refusing.ts'
import { createWorld } from '#test/world.ts'
import { formOf, PNG } from './samples.ts'

const FULL = '/dev/full'
const LARGE = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)])

test.runIf(existsSync(FULL))(
  'F-11: a disk without room asks to come later and keeps nothing; what needs no disk is taken, and once there is room all is',
  async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const room = fillDisk(world.gateway.ports.uploads.folder)
    const content = (bytes: Buffer) => bytes.toString('base64')
    const attachments = [
      { filename: 'pequena.png', content: content(PNG) },
      { filename: 'grande.png', content: content(LARGE) },
    ]
    for (const answer of [
      await maria.post('/api/v1/uploads', formOf({ name: 'grande.png', bytes: LARGE })),
      await maria.post('/ticket', { ...PORTAL, attachments }),
    ]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'disk-full' } })
      expect(answer.headers.get('retry-after')).toBe('60')
    }
    const rows = await world.sql`select id from files union all select id from deals`
    expect(rows.map((row) => row)).toEqual([])
    const keys = []
    for await (const { key } of world.gateway.ports.files.list('')) keys.push(key)
    expect(keys).toEqual([])
    expect(await maria.post('/api/v1/uploads', formOf({ name: 'pequena.png', bytes: PNG }))).toMatchObject({
      status: 201,
    })

    room.make()
    expect(await maria.post('/ticket', { ...PORTAL, attachments })).toMatchObject({ status: 201 })
  },
)

/** Whatever is opened there is the device that has no room for anything. */
function fillDisk(folder: string) {
  const { open } = fs
  const make = () => {
    fs.open = open
    syncBuiltinESMExports()
  }
  onTestFinished(make)
  fs.open = async (file, ...how) => {
    const handle = await open(file, ...how)
    if (!String(file).startsWith(folder)) return handle
    await handle.close()
    return open(FULL, 'r+')
  }
  syncBuiltinESMExports()
  return { make }
}
