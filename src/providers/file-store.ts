import { DomainError } from '#src/errors.ts'

/** Where the bytes of files lie, by keys that we make. Every verb but `link` and `isUp` throws FileStoreError. */
export type FileStore = {
  /** All of it is there once this resolves; if it does not, nothing is, or the whole that nobody knows of. */
  put(key: string, bytes: AsyncIterable<Uint8Array> | Uint8Array, about: StoredBytes): Promise<void>
  /** null: there is no such key. The stream has to be read to its end, or cancelled. */
  get(key: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>
  /** Also when there is no such key. */
  drop(key: string): Promise<void>
  /** Whoever has it may read this one object for so long. Is computed here, and asks nobody. */
  link(key: string, how: LinkRules): Promise<string>
  /** In the order of their keys, beginning behind `startAfter`. */
  list(prefix: string, startAfter?: string): AsyncIterable<StoredObject>
  isUp(): Promise<boolean>
  close(): void
}

export type StoredBytes = {
  type: string
  sizeBytes: number
  /** In hexadecimal digits: the store refuses bytes that are others. */
  sha256: string
}

export type LinkRules = {
  secondsValid: number
  /** What the store shall say it is, whatever it was stored as. */
  type: string
  filename: string
  disposition: 'attachment'
  /** When its time begins; by default now. */
  from?: Date
}

export type StoredObject = { key: string; modifiedAt: Date; sizeBytes: number }

/** No link lives longer: the signatures of S3 do not. */
export const LONGEST_LINK_S = 7 * 24 * 3600

/** The store does not answer, not in time, or not as it should. Callers are told that files have to wait. */
export class FileStoreError extends DomainError {
  constructor(options: ErrorOptions) {
    super('file-store-away', {}, options)
  }
}
