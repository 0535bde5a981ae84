import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as http from 'node:http'
import * as os from 'node:os'
import * as path from 'node:path'
import { json, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { openPortal } from '#bench/portal.ts'
import { median, type Result } from '#bench/result.ts'
import { DEMO_PASSWORD } from '#src/embedded/demo-people.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { SANDBOX_S3 } from '#src/embedded/sandbox.ts'
import { createLog } from '#src/log.ts'
import { createMinio } from '#src/providers/minio.ts'

const BARE_STORE = path.resolve(import.meta.dirname, '../bare-store.ts')
const WORKER = path.resolve(import.meta.dirname, '../workers/upload-gateway.ts')
const [PORT, SANDBOX_PORT] = [21_700, 21_710]
const ROUNDS = 5
const BYTES = 2 ** 30
const SAMPLE_MS = 20
const BOUNDARY = 'bench-upload'
const PDF_START = Buffer.from('%PDF-1.7\n')

/** `cpuS`: of the gateway alone, and of the copy; on a machine with other work to do they tell more than the clock. */
type Round = {
  uploadS: number
  copyS: number
  bareS: number
  growthMiB: number
  cpuS: number
  copyCpuS: number
}

/**
 * One file of 1 GiB over HTTP into the store, beside what a copy and a digest of it cost on the same disk, and beside one PUT to a
 * server that only digests it as every S3 has to.
 */
export async function upload(): Promise<Result> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  fs.chmodSync(dataDir, 0o711)
  const file = path.join(dataDir, 'large.pdf')
  writeFile(file)
  const postgres = await startEmbeddedPostgres({
    dataDir,
    password: 'bench',
    log: createLog({ level: 'silent' }),
  })
  const sandbox = await openPortal(SANDBOX_PORT)
  const gateway = fork(WORKER, {
    env: {
      PORT: String(PORT),
      DATA_DIR: dataDir,
      DATABASE_URL: postgres.url,
      SANDBOX_URL: `http://localhost:${SANDBOX_PORT}`,
      S3_URL: `http://localhost:${SANDBOX_PORT + 1}`,
    },
    execArgv: [],
  })
  const bareStore = fork(BARE_STORE, { execArgv: [] })
  try {
    const [[barePort]] = (await Promise.all([once(bareStore, 'message'), once(gateway, 'message')])) as [
      [number],
      unknown,
    ]
    const token = await signIn()
    const sides = { upload: () => measureUpload(gateway, file, token), copy: () => measureCopy(file) }
    await sides.upload()
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round++) {
      // In turn first, so that whatever else the machine does hits both alike.
      const copyFirst = round % 2 === 0 ? await sides.copy() : null
      const uploaded = await sides.upload()
      const bareS = await measureBare(barePort, file)
      rounds.push({ ...uploaded, bareS, ...(copyFirst ?? (await sides.copy())) })
      process.stderr.write(`${JSON.stringify(rounds.at(-1))}\n`)
    }
    return describe(rounds)
  } finally {
    bareStore.disconnect()
    gateway.disconnect()
    await once(gateway, 'exit')
    await sandbox.stop()
    await postgres.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

function writeFile(file: string): void {
  const handle = fs.openSync(file, 'w')
  fs.writeSync(handle, PDF_START)
  for (let written = PDF_START.length; written < BYTES; ) {
    const noise = crypto.getRandomValues(new Uint8Array(65_536)).subarray(0, BYTES - written)
    written += fs.writeSync(handle, noise)
  }
  fs.closeSync(handle)
}

async function measureCopy(file: string): Promise<Pick<Round, 'copyS' | 'copyCpuS'>> {
  const cpuBefore = childrenCpuS()
  const startedAt = performance.now()
  execFileSync('cp', [file, `${file}.copy`])
  execFileSync('sha256sum', [`${file}.copy`])
  const copyS = (performance.now() - startedAt) / 1_000
  fs.rmSync(`${file}.copy`)
  return { copyS, copyCpuS: childrenCpuS() - cpuBefore }
}

async function measureBare(port: number, file: string): Promise<number> {
  const startedAt = performance.now()
  const request = http.request({ port, method: 'PUT', agent: false, headers: { 'content-length': BYTES } })
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
  await pipeline(fs.createReadStream(file, { highWaterMark: 256 * 1024 }), request)
  const [response] = await answered
  await text(response)
  return (performance.now() - startedAt) / 1_000
}

async function measureUpload(
  gateway: ChildProcess,
  file: string,
  token: string,
): Promise<Pick<Round, 'uploadS' | 'growthMiB' | 'cpuS'>> {
  const pid = gateway.pid ?? 0
  const before = residentMiB(pid)
  let peak = before
  const cpuBefore = cpuS(pid)
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentMiB(pid))
  }, SAMPLE_MS)
  const startedAt = performance.now()
  const stored = await send(file, token)
  const uploadS = (performance.now() - startedAt) / 1_000
  clearInterval(sampling)
  const spentS = cpuS(pid) - cpuBefore
  if (stored.size !== BYTES) throw new Error(`stored: ${JSON.stringify(stored)}`)
  await emptyStore()
  return { uploadS, growthMiB: peak - before, cpuS: spentS }
}

async function send(file: string, token: string): Promise<{ size?: number }> {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large.pdf"\r\n\r\n`
  const tail = `\r\n--${BOUNDARY}--\r\n`
  const request = http.request({
    port: PORT,
    method: 'POST',
    path: '/api/v1/uploads',
    // The copies between two of these block us for longer than a connection is kept.
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + BYTES + tail.length,
    },
  })
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
  request.write(head)
  await pipeline(fs.createReadStream(file, { highWaterMark: 256 * 1024 }), request, { end: false })
  request.end(tail)
  const [response] = await answered
  return (await json(response)) as { size?: number }
}

async function emptyStore(): Promise<void> {
  const endpoint = `http://localhost:${SANDBOX_PORT + 1}`
  const store = createMinio({ ...SANDBOX_S3, endpoint, bucket: 'anexos-email-bitrix' })
  for await (const { key } of store.list('')) await store.drop(key)
  store.close()
}

async function signIn(): Promise<string> {
  const response = await fetch(`http://localhost:${PORT}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ matricula: '1001', password: DEMO_PASSWORD }),
  })
  const { token } = (await response.json()) as { token: { access_token: string } }
  return token.access_token
}

function residentMiB(pid: number): number {
  const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kibibytes) / 1024)
}

const statOf = (pid: number | 'self') =>
  fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
const TICKS_A_SECOND = 100
/** Fields 14 and 15; the first two are cut off with the name. */
const cpuS = (pid: number) => (Number(statOf(pid)[11]) + Number(statOf(pid)[12])) / TICKS_A_SECOND
/** Fields 16 and 17: of the children that have ended. */
const childrenCpuS = () => (Number(statOf('self')[13]) + Number(statOf('self')[14])) / TICKS_A_SECOND

function describe(rounds: Round[]): Result {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  const [uploadS, copyS, bareS] = [of((one) => one.uploadS), of((one) => one.copyS), of((one) => one.bareS)]
  const speed = (seconds: number) => Math.round(BYTES / 2 ** 20 / seconds)
  return {
    rows: {
      'cp and sha256sum of 1 GiB': {
        s: copyS.toFixed(2),
        'MiB/s': speed(copyS),
        's of CPU': of((one) => one.copyCpuS).toFixed(2),
      },
      'bare PUT of 1 GiB, digested': { s: bareS.toFixed(2), 'MiB/s': speed(bareS) },
      'upload of 1 GiB': {
        s: uploadS.toFixed(2),
        'MiB/s': speed(uploadS),
        '% of the copy': Math.round((copyS / uploadS) * 100),
        '% of the bare PUT': Math.round((bareS / uploadS) * 100),
        's of CPU of the gateway': of((one) => one.cpuS).toFixed(2),
        'MiB grown (median)': of((one) => one.growthMiB),
        'MiB grown (most)': Math.max(...rounds.map((one) => one.growthMiB)),
      },
    },
    raw: rounds,
  }
}
