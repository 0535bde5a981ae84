import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { expect } from 'vitest'
import type { Client } from '#test/client.ts'

/** Settings of a gateway that trusts it. It may be started later: nobody is asked before somebody signs in. */
export const trusting = (port: number) => ({
  OIDC_ISSUER: `http://localhost:${port}`,
  OIDC_CLIENT_ID: 'ponte',
  OIDC_CLIENT_SECRET: 'segredo-so-dos-testes',
  OIDC_LABEL: 'Conta da empresa',
})

export async function startProvider(port: number, gatewayUrl: string): Promise<AsyncDisposable> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'provider.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      REDIRECT_URI: `${gatewayUrl}/auth/oidc/callback`,
      LEFT_URI: `${gatewayUrl}/entrar`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    async [Symbol.asyncDispose]() {
      const isOver = once(child, 'exit')
      child.kill()
      await isOver
    },
  }
}

/** Of a browser: the cookies that the provider gave it, and how often it asked for a name. */
export type There = { cookies: Map<string, string>; asked: number }
export const newThere = (): There => ({ cookies: new Map(), asked: 0 })

/** What a browser does between our redirect and the way back: says yes to what it is asked there, and returns where it is led to. */
export async function goThere(address: string, login: string, there: There): Promise<string> {
  const { cookies } = there
  let next = address
  let form: URLSearchParams | null = null
  for (;;) {
    const response: Response = await fetch(next, {
      method: form ? 'POST' : 'GET',
      body: form,
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split('; ')[0] ?? '').split(/=(.*)/s)
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    form = null
    if (location) {
      next = new URL(location, next).href
      if (/\/auth\/oidc\/callback|\/entrar$/.test(next)) return next
      continue
    }
    const page = await response.text()
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? []
    const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(page) ?? []
    if (!action || !(xsrf || page.includes('name="login"')))
      throw new Error(`no way on from ${next}: ${page.slice(0, 300)}`)
    next = new URL(action, next).href
    if (!xsrf) there.asked += 1
    form = new URLSearchParams(
      xsrf ? { xsrf, logout: 'yes' } : { prompt: 'login', login, password: 'qualquer' },
    )
  }
}

/** From our page to theirs; returns the path that brings the browser back. */
export async function wayBack(
  client: Client,
  login: string,
  next = '/chamados',
  there = newThere(),
): Promise<string> {
  const started = await client.get(`/auth/oidc/start?next=${encodeURIComponent(next)}`)
  expect(started.status, started.text).toBe(303)
  return pathBack(started.headers.get('location') ?? '', login, there)
}

export async function pathBack(address: string, login: string, there = newThere()): Promise<string> {
  const { pathname, search } = new URL(await goThere(address, login, there))
  return pathname + search
}
