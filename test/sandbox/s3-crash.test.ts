import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fileSystem, * as fs from 'node:fs'
import * as http from 'node:http'
import * as net from 'node:net'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test, vi } from 'vitest'
import { startS3 } from '#sandbox/s3/s3.ts'
import { openBlobs } from '#sandbox/s3/store/blobs.ts'
import { ACCOUNT, BUCKET, clientOf, collect, createS3, sign, textOf } from './s3-server.ts'

const MIB = 1024 * 1024
const MODULE = path.resolve(import.meta.dirname, '../../sandbox/s3/s3.ts')
const SCRIPT = `
  const { startS3 } = await import(process.argv[1])
  const { port } = await startS3({ port: 0, ...JSON.parse(process.argv[2]) })
  process.stdout.write(port + '\\n')
`

/** A server in a process of its own, which can be killed. */
async function spawnS3(folder: string) {
  const settings = JSON.stringify({ folder, ...ACCOUNT })
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT, MODULE, settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  return {
    port: Number(line),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await this.kill()
    },
  }
}

function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte s3 '))
  return { path: folder, [Symbol.dispose]: () => fs.rmSync(folder, { recursive: true, force: true }) }
}

/** Begins a put of so many bytes and leaves it open. */
function beginPut(port: number, key: string, sizeBytes: number) {
  const url = new URL(`http://127.0.0.1:${port}/${BUCKET}/${key}`)
  const { headers } = sign(url, 'PUT', { payloadHash: 'UNSIGNED-PAYLOAD' })
  const request = http.request(url, { method: 'PUT', headers: { ...headers, 'content-length': sizeBytes } })
  // It is cut off on purpose.
  request.on('error', () => undefined)
  return request
}

/** Resolves once the file of a put that is still running has bytes in it. */
async function bytesArrived(folder: string): Promise<void> {
  const incoming = path.join(folder, 'incoming')
  const sizeOf = (name: string) =>
    fs.statSync(path.join(incoming, name), { throwIfNoEntry: false })?.size ?? 0
  const watcher = fs.watch(incoming)
  while (!fs.readdirSync(incoming).some((name) => sizeOf(name) > 0)) await once(watcher, 'change')
  watcher.close()
}

test('a put that is killed in the middle leaves no object, keeps the old one, and its bytes are swept', async () => {
  using folder = temporaryFolder()
  await using first = await spawnS3(folder.path)
  const client = clientOf(first.port)
  await client.makeBucket(BUCKET)
  await client.putObject(BUCKET, 'kept', 'the old one')
  const [fresh, again] = ['fresh', 'kept'].map((key) => beginPut(first.port, key, 64 * MIB))
  fresh?.write(Buffer.alloc(8 * MIB))
  again?.write(Buffer.alloc(8 * MIB))
  await bytesArrived(folder.path)
  await first.kill()
  expect(fs.readdirSync(path.join(folder.path, 'incoming'))).not.toEqual([])
  fs.writeFileSync(path.join(folder.path, 'bytes', 'renamed, but not yet named by a row'), 'x')

  await using second = await spawnS3(folder.path)
  const later = clientOf(second.port)
  await expect(later.statObject(BUCKET, 'fresh')).rejects.toMatchObject({ code: 'NotFound' })
  expect(await textOf(await later.getObject(BUCKET, 'kept'))).toBe('the old one')
  expect(fs.readdirSync(path.join(folder.path, 'incoming'))).toEqual([])
  expect(fs.readdirSync(path.join(folder.path, 'bytes'))).toHaveLength(1)
})

test('what was answered survives a kill right after it, unfinished uploads too', async () => {
  using folder = temporaryFolder()
  await using first = await spawnS3(folder.path)
  const client = clientOf(first.port)
  await client.makeBucket(BUCKET)
  const uploadId = await client.initiateNewMultipartUpload(BUCKET, 'large', {})
  await client.putObject(BUCKET, 'a', 'whole')
  await first.kill()
  await using second = await spawnS3(folder.path)
  const later = clientOf(second.port)
  expect(await textOf(await later.getObject(BUCKET, 'a'))).toBe('whole')
  expect(await collect(later.listIncompleteUploads(BUCKET, '', true))).toMatchObject([{ uploadId }])
})

test('a client that hangs up in the middle of a put leaves no object and no file', async () => {
  await using s3 = await createS3()
  const put = beginPut(Number(new URL(s3.url).port), 'half', 64 * MIB)
  put.write(Buffer.alloc(8 * MIB))
  await bytesArrived(s3.folder)
  const watcher = fs.watch(path.join(s3.folder, 'incoming'))
  put.destroy()
  while (s3.filesLeft().length > 0) await once(watcher, 'change')
  watcher.close()
  await expect(s3.client.statObject(BUCKET, 'half')).rejects.toMatchObject({ code: 'NotFound' })
})

test('bytes that fail while a slow disk still opens their file leave no file', async () => {
  using folder = temporaryFolder()
  const { open } = fileSystem
  const opened = Promise.withResolvers<void>()
  using _slow = vi.spyOn(fileSystem, 'open').mockImplementation((...given: unknown[]) => {
    setTimeout(() => {
      Reflect.apply(open, fileSystem, given)
      opened.resolve()
    }, 50)
  })
  const blobs = openBlobs(folder.path)
  const failing = async function* () {
    yield* await Promise.reject<Buffer[]>(new Error('refused'))
  }
  const received = blobs.receive(failing(), async () => undefined)
  await expect(received).rejects.toThrow('refused')
  await opened.promise
  await fs.promises.stat(folder.path)
  expect(fs.readdirSync(path.join(folder.path, 'incoming'))).toEqual([])
})

test('a put whose bucket goes away meanwhile is refused and leaves no file', async () => {
  await using s3 = await createS3()
  const put = beginPut(Number(new URL(s3.url).port), 'a', 8 * MIB)
  put.write(Buffer.alloc(4 * MIB))
  await bytesArrived(s3.folder)
  await s3.client.removeBucket(BUCKET)
  put.end(Buffer.alloc(4 * MIB))
  const [response] = (await once(put, 'response')) as [http.IncomingMessage]
  expect([response.statusCode, await textOf(response)]).toEqual([
    404,
    expect.stringContaining('NoSuchBucket'),
  ])
  expect(s3.filesLeft()).toEqual([])
})

test('an upload that is refused at once is answered, and its connection serves the next request', async () => {
  await using s3 = await createS3()
  const field = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n'
  const file = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
  const form = 'content-type: multipart/form-data; boundary=b\r\n'
  const large = 'x'.repeat(5_000_000)
  const ask = (method: string, target: string, headers: string, body: string) =>
    `${method} ${target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`
  const socket = net.connect(Number(new URL(s3.url).port), '127.0.0.1').setEncoding('latin1')
  socket.write(ask('PUT', `/${BUCKET}/a`, '', large))
  socket.write(ask('POST', `/${BUCKET}`, form, field + file + large))
  socket.write(ask('GET', '/', 'connection: close\r\n', ''))
  const answers = (await collect<string>(socket)).join('')
  expect(answers.match(/HTTP\/1.1 403/g)).toHaveLength(3)
})

test('a client that hangs up in the middle of a get, or speaks no HTTP, harms nobody', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'a', Buffer.alloc(20 * MIB))
  const stream = await s3.client.getObject(BUCKET, 'a')
  await once(stream, 'data')
  stream.destroy()
  const socket = net.connect(Number(new URL(s3.url).port), '127.0.0.1').resume()
  socket.write('GET / HTTP/1.1\r\nhost: a\r\nx: '.padEnd(40_000, 'x'))
  await once(socket, 'close')
  expect(await s3.client.bucketExists(BUCKET)).toBe(true)
})

test('who reads while the object is overwritten or deleted gets the whole old one', async () => {
  await using s3 = await createS3()
  const old = Buffer.alloc(20 * MIB, 'o')
  for (const change of ['overwrite', 'delete']) {
    await s3.client.putObject(BUCKET, 'a', old)
    const reading = await s3.client.getObject(BUCKET, 'a')
    const [head] = await once(reading, 'readable').then(() => [reading.read() as Buffer])
    if (change === 'overwrite') await s3.client.putObject(BUCKET, 'a', 'new')
    else await s3.client.removeObject(BUCKET, 'a')
    expect(s3.filesLeft().length).toBe(change === 'overwrite' ? 2 : 1)
    const whole = Buffer.concat([head ?? '', ...(await collect(reading))])
    expect(whole.equals(old)).toBe(true)
    await s3.client.removeObject(BUCKET, 'a')
  }
})

test('a stop in the middle of a put ends it, and the next start finds an empty house', async () => {
  using folder = temporaryFolder()
  const server = await startS3({ port: 0, folder: folder.path, ...ACCOUNT })
  await clientOf(server.port).makeBucket(BUCKET)
  beginPut(server.port, 'half', 64 * MIB).write(Buffer.alloc(8 * MIB))
  await bytesArrived(folder.path)
  await server.stop()
  expect(fs.readdirSync(path.join(folder.path, 'incoming'))).toEqual([])
})

test('two servers never share a folder', async () => {
  await using s3 = await createS3()
  await expect(startS3({ port: 0, folder: s3.folder, ...ACCOUNT })).rejects.toThrow(/locked/)
})

test('a port that is taken is told, and the folder is free again', async () => {
  await using s3 = await createS3()
  using folder = temporaryFolder()
  const settings = { folder: folder.path, ...ACCOUNT }
  await expect(startS3({ port: Number(new URL(s3.url).port), ...settings })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await (await startS3({ port: 0, ...settings })).stop()
})
