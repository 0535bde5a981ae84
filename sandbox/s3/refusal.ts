import type { Answer } from './call.ts'
import { S3Failure } from './failure.ts'
import { xmlDocument } from './wire/xml.ts'

/** Any failure as S3 tells it. One that has no name is ours, and its reason goes to the log alone. */
export function refusal(error: unknown): Answer {
  if (error instanceof S3Failure) return errorDocument(error.status, error.code, error.message, error.details)
  process.stderr.write(`sandbox s3: ${error instanceof Error ? error.stack : String(error)}\n`)
  const { status, code, message } = new S3Failure('InternalError')
  return errorDocument(status, code, message)
}

export function errorDocument(
  status: number,
  code: string,
  message: string,
  details: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/xml',
      // Where there is no body, as after HEAD, clients of MinIO look here.
      'x-minio-error-code': printable(code),
      'x-minio-error-desc': JSON.stringify(printable(message)),
    },
    body: xmlDocument('Error', { Code: code, Message: message, ...details }, { namespace: '' }),
  }
}

/** A sentence may quote what the sender wrote, and headers hold less than that. */
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?')
