/** Somebody who speaks HTTP to the gateway as a browser would: cookies are kept, pages have an origin. */
export class Client {
  readonly base: string
  readonly origin: string
  readonly cookies = new Map<string, string>()

  constructor(base: string, origin: string = base) {
    this.base = base
    this.origin = origin
  }

  get = (path: string, headers?: Record<string, string>) => this.send('GET', path, undefined, headers)
  post = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send('POST', path, body, headers)
  put = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send('PUT', path, body, headers)
  patch = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send('PATCH', path, body, headers)
  delete = (path: string, headers?: Record<string, string>) => this.send('DELETE', path, undefined, headers)

  async send(
    method: string,
    path: string,
    body: unknown,
    extra: Record<string, string> = {},
  ): Promise<Answer> {
    const headers = new Headers({ origin: this.origin })
    // As a page of ours sends forms: the custom header is what a foreign one cannot set.
    if (body instanceof FormData) headers.set('x-requested-with', 'fetch')
    else if (body !== undefined) headers.set('content-type', 'application/json')
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '))
    for (const [name, value] of new Headers(extra)) headers.set(name, value)
    const response = await fetch(this.base + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body: isSentAsIs(body) ? body : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split('=', 2)
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

const isSentAsIs = (body: unknown): body is string | FormData =>
  typeof body === 'string' || body instanceof FormData

/** `body` is what JSON it was; tests say what they expect of it. */
export type Answer = { status: number; headers: Headers; text: string; body: unknown }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
