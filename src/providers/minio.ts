import * as http from 'node:http'
import * as https from 'node:https'
import { Readable } from 'node:stream'
import { Client, S3Error } from 'minio'
import { type FileStore, FileStoreError, type StoredBytes, type StoredObject } from './file-store.ts'

type Options = {
  endpoint: string
  accessKey: string
  secretKey: string
  region: string
  bucket: string
  /** How long the store may say nothing, and take nothing, before it counts as away. */
  longestSilenceMs?: number
}

const SILENCE_MS = 10_000
/** Shorter than servers keep an idle connection, so that none is used just as it is closed. */
const IDLE_MS = 4_000
const PART_BYTES = 16 * 1024 * 1024
const CHECK_MS = 2_000

/** Any store that speaks S3. With the region known no call is made to find it out. */
export function createMinio({
  endpoint,
  bucket,
  longestSilenceMs = SILENCE_MS,
  ...account
}: Options): FileStore {
  const { hostname, port, protocol } = new URL(endpoint)
  const useSSL = protocol === 'https:'
  const agent = useSSL
    ? new https.Agent({ keepAlive: true, timeout: IDLE_MS })
    : new http.Agent({ keepAlive: true, timeout: IDLE_MS })
  const client = new Client({
    endPoint: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (useSSL ? 443 : 80),
    useSSL,
    ...account,
    partSize: PART_BYTES,
    transport: withPatience(useSSL ? https : http, longestSilenceMs),
    transportAgent: agent,
    // Whoever waits decides whether to try again.
    retryOptions: { disableRetry: true },
  })

  let bucketIsThere: Promise<void> | null = null
  const ensureBucket = () => {
    bucketIsThere ??= makeBucket(client, bucket, account.region).catch((error: unknown) => {
      bucketIsThere = null
      throw error
    })
    return bucketIsThere
  }

  return {
    put: (key, bytes, about) =>
      orAway(async () => {
        await ensureBucket()
        await putWhole({ client, bucket, useSSL }, key, bytes, about).catch((error: unknown) => {
          // Somebody took the bucket away; whoever comes next finds a new one.
          if (isMissing(error)) bucketIsThere = null
          throw error
        })
      }),
    async get(key) {
      const found = await orAway(() =>
        client
          .getObject(bucket, key)
          .catch((error: unknown) => (isMissing(error) ? null : Promise.reject(error))),
      )
      // The types of Node and of the web disagree about the same class.
      return found && (Readable.toWeb(found) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>)
    },
    drop: (key) =>
      orAway(() => client.removeObject(bucket, key)).catch((error: unknown) => {
        if (!(error instanceof FileStoreError) || !isMissing(error.cause)) throw error
      }),
    link: (key, { secondsValid, type, filename, disposition, from }) =>
      client.presignedGetObject(
        bucket,
        key,
        secondsValid,
        {
          'response-content-type': type,
          'response-content-disposition': `${disposition}; filename*=UTF-8''${encoded(filename)}`,
        },
        from,
      ),
    async *list(prefix, startAfter = '') {
      try {
        // Of a listing without folders every entry is an object.
        for await (const found of client.listObjectsV2(bucket, prefix, true, startAfter))
          yield objectOf(found as { name: string; lastModified: Date; size: number })
      } catch (error) {
        if (!isMissing(error)) throw new FileStoreError({ cause: error })
      }
    },
    async isUp() {
      const late = new Promise<false>((resolve) => void setTimeout(resolve, CHECK_MS, false).unref())
      const answered = client.bucketExists(bucket).then(
        () => true,
        () => false,
      )
      return Promise.race([answered, late])
    },
    close: () => agent.destroy(),
  }
}

/** In one request, so that no store ever holds a part of it; `putObject` would hold the whole in memory. */
async function putWhole(
  { client, bucket, useSSL }: { client: Client; bucket: string; useSSL: boolean },
  key: string,
  bytes: AsyncIterable<Uint8Array> | Uint8Array,
  { type, sizeBytes, sha256 }: StoredBytes,
): Promise<void> {
  const response = await client.makeRequestStreamAsync(
    {
      method: 'PUT',
      bucketName: bucket,
      objectName: key,
      headers: { 'content-type': type, 'content-length': String(sizeBytes) },
    },
    bytes instanceof Uint8Array
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : Readable.from(bytes),
    // By https the client signs no digest of the bytes: there the connection keeps them whole.
    useSSL ? '' : sha256,
    [200],
    '',
  )
  response.resume()
}

async function makeBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return
  await client.makeBucket(bucket, region).catch((error: unknown) => {
    // Of two gateways that start together one was first.
    if (!(error instanceof S3Error && error.code === 'BucketAlreadyOwnedByYou')) throw error
  })
}

/** As the client wants it: Node's own way to ask, which gives up when nothing moves for so long. */
function withPatience(transport: typeof http | typeof https, longestSilenceMs: number) {
  const request = (options: https.RequestOptions, answered: (response: http.IncomingMessage) => void) => {
    const asking = transport.request({ ...options, timeout: longestSilenceMs }, (response) => {
      // The client reads no body of these, and the connection would wait for somebody who does.
      if (UNREAD_STATUSES.has(response.statusCode ?? 0)) response.resume()
      answered(response)
    })
    asking.on('timeout', () =>
      asking.destroy(new Error(`the file store said nothing for ${longestSilenceMs} ms`)),
    )
    return asking
  }
  // Of a transport the client uses nothing else, though its type asks for more.
  return { request } as unknown as typeof http
}

const UNREAD_STATUSES = new Set([408, 429, 499, 500, 502, 503, 504, 520])

async function orAway<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new FileStoreError({ cause: error })
  }
}

const MISSING = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket'])
const isMissing = (error: unknown) => error instanceof S3Error && MISSING.has(error.code ?? '')

const objectOf = ({
  name,
  lastModified,
  size,
}: {
  name: string
  lastModified: Date
  size: number
}): StoredObject => ({
  key: name,
  modifiedAt: lastModified,
  sizeBytes: size,
})

/** RFC 8187 leaves fewer characters as they are than encodeURIComponent does. */
const encoded = (filename: string) =>
  encodeURIComponent(filename).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
