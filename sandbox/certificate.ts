import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'

export type Certificate = { key: string; cert: string }
type Kept = Certificate & { file: string }

const DAY_MS = 86_400_000
const VALID_DAYS = 3_650

/** For localhost, signed by itself; made once, since Node has keys and signatures but makes no certificates. */
export function certificateIn(folder: string): Kept {
  const files = { key: path.join(folder, 'localhost.key.pem'), cert: path.join(folder, 'localhost.cert.pem') }
  const there = readCertificate(files)
  if (there) return { ...there, file: files.cert }
  const made = makeCertificate()
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(files.key, made.key, { mode: 0o600 })
  fs.writeFileSync(files.cert, made.cert)
  return { ...made, file: files.cert }
}

function readCertificate(files: Certificate): Certificate | null {
  if (!fs.existsSync(files.key) || !fs.existsSync(files.cert)) return null
  const pair = { key: fs.readFileSync(files.key, 'utf8'), cert: fs.readFileSync(files.cert, 'utf8') }
  try {
    const certificate = new X509Certificate(pair.cert)
    const isWhole = certificate.checkPrivateKey(createPrivateKey(pair.key))
    return isWhole && certificate.validToDate.getTime() > Date.now() + DAY_MS ? pair : null
  } catch {
    // Half written by a process that was killed: made anew.
    return null
  }
}

function makeCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8('localhost'))))
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const begins = new Date(Date.now() - DAY_MS)
  const ends = new Date(Date.now() + VALID_DAYS * DAY_MS)
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x01
  const unsigned = sequence(
    tag(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(utcTime(begins), utcTime(ends)),
    name,
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
      type: 'spki',
      format: 'der',
    }),
    tag(0xa3, sequence(alternativeNames(), isAuthority())),
  )
  const signature = sign('sha256', unsigned, privateKey)
  const der = sequence(unsigned, algorithm, tag(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const body = der.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body.trimEnd()}\n-----END CERTIFICATE-----\n`,
  }
}

const alternativeNames = () =>
  sequence(
    oid('2.5.29.17'),
    tag(
      0x04,
      sequence(
        tag(0x82, Buffer.from('localhost')),
        tag(0x87, Buffer.from([127, 0, 0, 1])),
        tag(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
      ),
    ),
  )

/** So that a client can be told to trust it: NODE_EXTRA_CA_CERTS. */
const isAuthority = () =>
  sequence(
    oid('2.5.29.19'),
    tag(0x01, Buffer.from([0xff])),
    tag(0x04, sequence(tag(0x01, Buffer.from([0xff])))),
  )

/** DER: a tag, a length, the content. */
function tag(number: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([number, ...size]), content])
}
const sequence = (...parts: Buffer[]) => tag(0x30, Buffer.concat(parts))
const set = (...parts: Buffer[]) => tag(0x31, Buffer.concat(parts))
const integer = (bytes: Buffer) => tag(0x02, bytes)
const utf8 = (text: string) => tag(0x0c, Buffer.from(text))
const utcTime = (at: Date) =>
  tag(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tag(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}
