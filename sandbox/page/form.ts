import type { IncomingMessage } from 'node:http'

const LARGEST_BYTES = 1024 * 1024

export class TooLarge extends Error {}

/**
 * False for a form on somebody else's page. Browsers say where a form comes from, one way or the other; programs say
 * nothing, and are nobody's trap.
 */
export function isOwnForm({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    if (sizeBytes > LARGEST_BYTES) throw new TooLarge()
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

/** As it was typed: forms send CRLF, and count it as one. */
export const textOf = (form: URLSearchParams, name: string) =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim()

/** Where to go on, if it is a page of ours. */
export function backOf(form: URLSearchParams, otherwise: string): string {
  const back = form.get('back') ?? ''
  return /^\/(deal\/\d{1,15}|mail)?$/.test(back) ? back : otherwise
}

/** Ports share cookies, so ours bear our name. */
export function chosenPerson({ headers }: IncomingMessage, name: 'acting' | 'author'): number | undefined {
  const [, id] = new RegExp(`(?:^|; )sandbox_${name}=(\\d{1,15})`).exec(headers.cookie ?? '') ?? []
  return id === undefined ? undefined : Number(id)
}

export const rememberPerson = (name: 'acting' | 'author', id: number) =>
  `sandbox_${name}=${id}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly`
