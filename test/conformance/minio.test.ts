import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { S3_ACCOUNT, startS3 } from '#sandbox/s3/s3.ts'
import { createMinio } from '#src/providers/minio.ts'
import { fileStoreSuite, type StoreUnderTest } from './file-store.ts'

const BUCKET = 'ponte-conformance'

async function openSandbox(more: { longestSilenceMs?: number } = {}): Promise<StoreUnderTest> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-store-'))
  const server = await startS3({ port: 0, folder, ...S3_ACCOUNT })
  const endpoint = `http://localhost:${server.port}`
  const store = createMinio({ endpoint, bucket: BUCKET, ...S3_ACCOUNT, ...more })
  return {
    store,
    prefix: '',
    async faults(...rules) {
      await fetch(`${endpoint}/control/faults`, { method: 'PUT', body: JSON.stringify(rules) })
    },
    async [Symbol.asyncDispose]() {
      store.close()
      await server.stop()
      fs.rmSync(folder, { recursive: true })
    },
  }
}

fileStoreSuite('the sandbox', openSandbox)

/** Somebody else's, on demand: what it is asked to keep is dropped afterwards. */
const {
  PONTE_TEST_S3: endpoint,
  PONTE_TEST_S3_KEYS: keys = '',
  PONTE_TEST_S3_REGION: region = 'us-east-1',
} = process.env

async function openOther(): Promise<StoreUnderTest> {
  const [accessKey = '', secretKey = ''] = keys.split(':')
  const store = createMinio({ endpoint: endpoint ?? '', bucket: BUCKET, accessKey, secretKey, region })
  const prefix = `ponte-${process.pid}-${Date.now()}/`
  return {
    store,
    prefix,
    async [Symbol.asyncDispose]() {
      for await (const { key } of store.list(prefix)) await store.drop(key)
      store.close()
    },
  }
}

if (endpoint) fileStoreSuite(endpoint, openOther)
