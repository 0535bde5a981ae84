import * as z from 'zod'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Form } from '#sandbox/s3/wire/form.ts'
import type { Account } from './authenticate.ts'
import { momentOf } from './authenticate.ts'
import { ALGORITHM, isSame, readCredential, signature, signingKey } from './signature.ts'

const Scalar = z.union([z.string(), z.number()]).transform(String)
const Bytes = z.coerce.number().int().min(0)
const Policy = z.object({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), Bytes, Bytes]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), Scalar]),
      z.record(z.string(), Scalar),
    ]),
  ),
})

export type SizeRange = { leastBytes: number; mostBytes: number }

/** Fields that no condition needs to name. */
const FREE = ['policy', 'x-amz-signature', 'file', 'bucket', 'awsaccesskeyid']

/** Who signed the policy; a form that says anything else than the policy allows is refused. */
export function checkPostPolicy(form: Form, bucket: string, key: string, account: Account) {
  const field = (name: string) => form.fields.get(name) ?? ''
  const encoded = field('policy')
  if (!encoded) throw new S3Failure('AccessDenied')
  if (field('x-amz-algorithm') !== ALGORITHM) {
    throw new S3Failure('InvalidArgument', `X-Amz-Algorithm only supports "${ALGORITHM}".`)
  }
  const credential = readCredential(field('x-amz-credential'))
  if (!credential || Number.isNaN(momentOf(field('x-amz-date')))) {
    throw new S3Failure('InvalidArgument', 'X-Amz-Credential or X-Amz-Date is malformed.')
  }
  if (credential.accessKey !== account.accessKey) throw new S3Failure('InvalidAccessKeyId')
  if (credential.region !== account.region) {
    const message = `The region '${credential.region}' is wrong; expecting '${account.region}'`
    throw new S3Failure('AuthorizationHeaderMalformed', message, { Region: account.region })
  }
  const expected = signature(signingKey(account.secretKey, credential), encoded)
  if (!isSame(expected, field('x-amz-signature'))) throw new S3Failure('SignatureDoesNotMatch')

  const { expiration, conditions } = readPolicy(encoded)
  if (Date.parse(expiration) <= Date.now()) throw against('Policy expired.')
  const named = new Set(FREE)
  const range: SizeRange = { leastBytes: 0, mostBytes: Number.POSITIVE_INFINITY }
  for (const condition of conditions.flatMap(oneByOne)) {
    if (condition[0] === 'content-length-range') {
      range.leastBytes = Math.max(range.leastBytes, condition[1])
      range.mostBytes = Math.min(range.mostBytes, condition[2])
      continue
    }
    const [operator, variable, value] = condition
    const name = variable.slice(1).toLowerCase()
    named.add(name)
    const given = name === 'bucket' ? bucket : name === 'key' ? key : field(name)
    if (operator === 'eq' ? given !== value : !given.startsWith(value)) {
      throw against(`Policy Condition failed: ${JSON.stringify(condition)}`)
    }
  }
  const extra = [...form.fields.keys()].filter((name) => !named.has(name) && !name.startsWith('x-ignore-'))
  if (extra.length > 0) throw against(`Extra input fields: ${extra.join(', ')}`)
  return { accessKey: credential.accessKey, range }
}

function readPolicy(encoded: string): z.output<typeof Policy> {
  try {
    return Policy.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')))
  } catch {
    throw new S3Failure('InvalidArgument', 'Invalid Policy: it is not the JSON of a policy.')
  }
}

type Condition = z.output<typeof Policy>['conditions'][number]
type Written = Exclude<Condition, Record<string, string>>

/** `{"key": "a"}` says the same as `["eq", "$key", "a"]`. */
const oneByOne = (condition: Condition): Written[] =>
  Array.isArray(condition)
    ? [condition]
    : Object.entries(condition).map(([name, value]): Written => ['eq', `$${name}`, value])

const against = (sentence: string) =>
  new S3Failure('AccessDenied', `Invalid according to Policy: ${sentence}`)
