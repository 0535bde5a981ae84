/** Brings something to a browser while nobody looks, by the push service of whoever made that browser. */
export type PushSender = {
  /** What browsers are told whose pushes they take: base64url of an uncompressed point. */
  applicationKey: string
  /** Whether it is an address that we would send to at all: the browser names it, and so may anybody. */
  takes(endpoint: string): boolean
  /** Throws PushError where it is worth another try. */
  send(push: Push, signal: AbortSignal): Promise<Pushed>
}

export type Pushed =
  | 'taken'
  /** That browser takes nothing any more. */
  | 'gone'
  /** By the service, which would do so again: its status. */
  | { refused: number }

/** As the browser gave it out. Whoever knows the endpoint may not push, but it is nobody's business. */
export type PushAddress = { endpoint: string; p256dh: string; auth: string }

export type Push = {
  to: PushAddress
  /** At most MOST_PUSH_BYTES of it. */
  text: string
  /** How long the service keeps it for a browser that is away. */
  ttlS: number
  urgency: 'normal' | 'high'
  /** While it waits there, a later one of the same topic takes its place. */
  topic?: string | undefined
}

/** The push service did not answer, or asks for patience. It may have taken it. */
export class PushError extends Error {
  override readonly name = 'PushError'
  readonly retryAt: Date | undefined

  /** The message names no endpoint: it is a secret. */
  constructor(message: string, retryAt?: Date) {
    super(message)
    this.retryAt = retryAt
  }
}
