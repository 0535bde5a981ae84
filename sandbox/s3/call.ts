import type { IncomingMessage } from 'node:http'
import type { OperationName } from './operation-name.ts'
import type { Store } from './store/store.ts'
import type { Body } from './wire/body.ts'
import type { Form } from './wire/form.ts'

/** A request whose sender is known, and whose body is still to come. */
export type Call = {
  request: IncomingMessage
  operation: OperationName
  bucket: string
  key: string
  query: URLSearchParams
  region: string
  body: Body
  /** Of a PostObject alone. */
  form: Form | null
}

export type Answer = {
  status: number
  headers?: Record<string, string | number>
  body?: string | Content
}
/** Bytes that are read while they are sent. */
export type Content = {
  sizeBytes: number
  bytes(): AsyncIterable<Buffer>
  /** Always called, sent or not. */
  release(): void
}

export type Operation = (call: Call, store: Store) => Answer | Promise<Answer>

export const xmlAnswer = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
})
