import { createHash, createHmac } from 'node:crypto'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { Client } from 'minio'
import { startS3 } from '#sandbox/s3/s3.ts'

export const ACCOUNT = { accessKey: 'ponte', secretKey: 'a secret of tests', region: 'us-east-1' }
export const BUCKET = 'attachments'
const PART_BYTES = 5 * 1024 * 1024

/** A server of its own with one empty bucket, and a client who knows the secret. */
export async function createS3({ region } = ACCOUNT) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte s3 '))
  const server = await startS3({ port: 0, folder, ...ACCOUNT, region })
  const client = clientOf(server.port, { region })
  await client.makeBucket(BUCKET)
  const url = `http://127.0.0.1:${server.port}`
  const control = (method: string, what: string, body?: unknown) =>
    fetch(`${url}/control/${what}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return {
    folder,
    client,
    url,
    control,
    /** Sends what the signer was told, and perhaps something else. */
    send: (method: string, target: string, options: SendOptions = {}) => send(url, method, target, options),
    faults: async (...rules: object[]) => void (await control('PUT', 'faults', rules)),
    filesLeft: () => ['bytes', 'incoming'].flatMap((part) => fs.readdirSync(path.join(folder, part))),
    async [Symbol.asyncDispose]() {
      await server.stop()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const clientOf = (port: number, account: Partial<typeof ACCOUNT> = {}) =>
  new Client({
    endPoint: '127.0.0.1',
    port,
    useSSL: false,
    partSize: PART_BYTES,
    retryOptions: { disableRetry: true },
    ...ACCOUNT,
    ...account,
  })

type SendOptions = {
  headers?: Record<string, string>
  body?: string | Buffer
  payloadHash?: string
  at?: Date
  secretKey?: string
  unsigned?: Record<string, string>
}

async function send(url: string, method: string, target: string, options: SendOptions): Promise<Response> {
  const { body, unsigned = {} } = options
  const headers = { ...sign(new URL(target, url), method, options).headers, ...unsigned }
  return await fetch(new URL(target, url), {
    method,
    headers,
    ...(body !== undefined && { body: Uint8Array.from(Buffer.from(body)) }),
  })
}

/** Signature V4 written once more, so that two readings of the specification have to agree. */
export function sign(url: URL, method: string, options: SendOptions) {
  const { headers = {}, body = '', at = new Date(), secretKey = ACCOUNT.secretKey } = options
  const payloadHash = options.payloadHash ?? sha256(body)
  const date = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${date.slice(0, 8)}/${ACCOUNT.region}/s3/aws4_request`
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': date,
  }
  const names = Object.keys(signed).sort()
  const canonical = [
    method,
    url.pathname,
    url.search.slice(1).split('&').sort().join('&'),
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n')
  const key = [date.slice(0, 8), ACCOUNT.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (previous, text) => createHmac('sha256', previous).update(text).digest(),
    `AWS4${secretKey}`,
  )
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest('hex')
  const signature = hmac(['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n'))
  const credential = `Credential=${ACCOUNT.accessKey}/${scope}`
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { headers: { ...signed, authorization }, signature, date, scope, hmac }
}

export const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
export const md5 = (data: string | Buffer) => createHash('md5').update(data).digest('hex')

export async function collect<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of source) items.push(item)
  return items
}
export const textOf = async (source: AsyncIterable<Buffer>) => Buffer.concat(await collect(source)).toString()
/** The code in the XML of a refusal. */
export const codeOf = async (response: Response) => /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1]
